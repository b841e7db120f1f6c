/** Loads what compares names, which a deployment that is accepted never needs. */
export const loadNameMatching = () => import('./match-names.ts')

/** Loads what looks at what is live, which a deployment without `verify` never needs. */
export const loadVerification = () => import('./verify.ts')
