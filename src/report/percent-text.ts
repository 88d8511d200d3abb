import { shareText } from './count-text.ts'

/** `9.5 %` of a share from 0 to 1; `1 %`, `100 %` and `0 %` where there is nothing behind the point. */
export const percentText = (share: number): string => shareText(share, 1).replace('.0 %', ' %')

/** `74.4 to 96.5 %`. */
export function percentsText({ low, high }: { readonly low: number; readonly high: number }): string {
  return `${percentText(low).replace(/ %$/, '')} to ${percentText(high)}`
}
