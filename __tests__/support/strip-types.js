// Jest runs TypeScript the way Node does: the types are blanked out, nothing else changes.
import { stripTypeScriptTypes } from 'node:module'

export default { process: source => ({ code: stripTypeScriptTypes(source) }) }
