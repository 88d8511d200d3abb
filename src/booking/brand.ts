declare const brand: unique symbol

/** A primitive that another of the same shape cannot stand in for. */
export type Branded<Base, Name extends string> = Base & { readonly [brand]: Name }

/** The one place where a plain string becomes a branded one; each brand's own constructor calls it. */
export function branded<Name extends string>(text: string): Branded<string, Name> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a brand exists for the compiler only
  return text as Branded<string, Name>
}
