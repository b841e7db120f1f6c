import { getInput, setSecret } from '@actions/core'
import { registerSecret } from '../runner/secrets.ts'

/** A shorter value would be replaced in words that have nothing to do with it. */
const minLength = 6

/**
 * Why a value that is not by its nature a secret cannot be masked: a name that contains it would be replaced,
 * too, wherever it is shown.
 * @returns the end of a sentence; undefined where it can be masked
 */
export function findMaskProblem(secret: string): string | undefined {
  if (secret.length < minLength) {
    return `it is shorter than ${minLength} characters`
  }
  const input = ['url', 'project', 'group', 'environment'].find(name =>
    getInput(name).includes(secret)
  )
  return input && `it occurs in \`${input}\``
}

/** Masks a value in the log, and has it removed from all that is shown; a blank one is none. */
export function mask(secret: string): void {
  if (secret.trim() !== '') {
    setSecret(secret)
    registerSecret(secret)
  }
}
