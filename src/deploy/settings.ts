import type { ApinizerClient } from '../apinizer/client.ts'
import type { Edition, Problem } from '../apinizer/failures.ts'
import type { Inputs } from '../inputs/inputs.ts'
import type { ListingCache } from './listing-cache.ts'

/** Inputs that say how to connect, and to what else than the Manager: no target needs them. */
type ConnectionInput =
  | 'token'
  | 'headers'
  | 'proxy'
  | 'caCertificates'
  | 'clientCertificate'
  | 'clientKey'
  | 'githubToken'
  | 'githubEnvironment'
  | 'warnings'

/**
 * How long a read that is refused without a word is repeated, ms: Spring servers respond like this to a missing path,
 * and, for a moment, to an error of their own.
 */
export const silenceMs = 10_000

/** What the user asked for, without any secret. */
export type RunSettings = Omit<Inputs, ConnectionInput> & {
  /** The note for the deploy history when the user gives none: who deployed. */
  defaultDescription: string
}

/** What every part of a run needs. */
export interface RunContext {
  client: ApinizerClient
  settings: RunSettings
  /** The edition that the server speaks; undefined where the preflight check could not tell. */
  edition: Edition | undefined
  /** How the preflight check was refused, where it was not accepted. */
  refusal: Problem | undefined
  /** What the run has found out about the server's deploy history. */
  history: { isMissing: boolean }
  listings: ListingCache
  /** Aborted when the run is cancelled. */
  signal: AbortSignal
  /** Is given sentences about targets in progress; untrusted, because they may quote the server. */
  onProgress: (text: string) => void
  /** Is given what a person should know although it does not decide; the title is a constant, the text untrusted. */
  warn: (title: string, text: string) => void
}

/** What a target of a run needs. */
export interface TargetContext extends RunContext {
  /** Aborted when another target met a cause that all share, such as a refused token: trying again cannot help. */
  stopRetrying: AbortSignal
}
