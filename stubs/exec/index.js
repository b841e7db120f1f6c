export function exec() { throw new Error('not part of this action') }
export const getExecOutput = exec
