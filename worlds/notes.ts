/** What a law notes of a world: that a premise occurred, what broke it, or the named exception that excused it. */
export interface Note {
  kind: 'premise' | 'broken' | 'exception'
  what: string
}

export const premise = (what: string): Note => ({ kind: 'premise', what })
export const broken = (what: string): Note => ({ kind: 'broken', what })
export const exception = (what: string): Note => ({ kind: 'exception', what })
