/** Loads what compares names: for refusals, `check`, and patterns in `group`. */
export const loadNameMatching = () => import('./match-names.ts')

/** Loads what looks at what is live: for `verify`, and for lost responses. */
export const loadVerification = () => import('./verify.ts')
