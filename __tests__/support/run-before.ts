/** Node options that run lines of JavaScript before the action. @param code may import Node's modules */
export function runBefore(code: string): string[] {
  return ['--import', `data:text/javascript,${encodeURIComponent(code)}`]
}
