/** How many requests a user may make in each window; null is no limit. */
export type RateLimit = { readonly limit: number; readonly windowMs: number } | null
