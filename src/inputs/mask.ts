import { setSecret } from '@actions/core'
import { registerSecret } from '../runner/secrets.ts'

/** Masks a value in the log, and has it removed from all that is shown; a blank one is none. */
export function mask(secret: string): void {
  if (secret.trim() !== '') {
    setSecret(secret)
    registerSecret(secret)
  }
}
