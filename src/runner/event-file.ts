import { readFileSync } from 'node:fs'

/**
 * Imported first: GitHub's toolkit reads the event's file as soon as it is loaded, and throws if that is no JSON. The
 * file decides nothing, so a run goes on without it.
 */
const { GITHUB_EVENT_PATH: file } = process.env
if (file !== undefined && !isJson(file)) {
  delete process.env.GITHUB_EVENT_PATH
}

function isJson(path: string): boolean {
  try {
    JSON.parse(readFileSync(path, 'utf8'))
    return true
  } catch {
    return false
  }
}
