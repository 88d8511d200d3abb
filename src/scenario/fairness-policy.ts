/**
 * Who a sale promises its seats to, where there are fewer than are asked for.
 * - `lottery`: chance decides, so that nobody is preferred for who they are.
 * - `fifo`: whoever asked first.
 * - `none`: nothing is promised, so there is nothing to judge.
 */
export const fairnessPolicies = ['lottery', 'fifo', 'none'] as const
export type FairnessPolicy = (typeof fairnessPolicies)[number]
