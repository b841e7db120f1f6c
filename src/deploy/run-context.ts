import type { ApinizerClient } from '../apinizer/client.ts'
import type { Edition } from '../apinizer/failures.ts'
import type { ListingCache } from './listing-cache.ts'
import type { Operation } from './outcome.ts'

/** What the user asked for, as far as it concerns a single target. */
export interface RunSettings {
  operation: Operation
  project: string
  /** The user's own note for the deploy history. */
  description: string | undefined
  /** The note when the user gives none: who deployed. */
  defaultDescription: string
  persistent: boolean | undefined
  skipIfCurrent: boolean
  verify: 'none' | 'environment' | 'routes'
  verifyTimeoutMs: number
  timeoutMs: number
  retryTimeoutMs: number
  /** How long a lost request is looked up at least: a server may still be at work, whatever `timeout` says. */
  minLookupMs: number
}

/** What every target of a run needs. */
export interface RunContext {
  client: ApinizerClient
  settings: RunSettings
  /** The edition that the server speaks; undefined where the look before the run did not tell. */
  edition: Edition | undefined
  listings: ListingCache
  signal: AbortSignal
  /** Aborted when another target met a cause that all share, such as a refused token: trying again is no use. */
  ended: AbortSignal
  /** Makes a server's text safe and short before it is kept, because there may be thousands. */
  sanitize: (text: string, maxLength?: number) => string
  /** Is given sentences about targets in progress; untrusted, because they may quote the server. */
  onProgress: (text: string) => void
}
