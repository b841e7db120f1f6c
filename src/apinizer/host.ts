/** The host of a URL, an IPv6 address without its brackets. */
export function getHost({ hostname }: Pick<URL, 'hostname'>): string {
  return hostname.replace(/^\[|\]$/g, '')
}
