import { parseFileCommand } from '../tools/runner-commands.ts'
import { runStep } from '../tools/run-step.ts'

const pem = (label: string) => `-----BEGIN ${label}-----\nAA==\n-----END ${label}-----`

const inputs = {
  url: 'https://apinizer.example.com',
  token: 'secret-token',
  project: 'Payments',
  group: 'PaymentAPIGroup',
  environment: 'production'
}

/** Common mistakes, in the order of action.yml; the third is for a value that is not for a table. */
const mistakes: [input: string, value: string, shown?: string][] = [
  ['url', 'apinizer.example.com'],
  ['url', 'http://apinizer.example.com'],
  ['url', 'https://apinizer.example.com/#/projects'],
  ['url', 'https://apinizer.example.com/apiops/projects/Payments/'],
  ['token', '', 'nothing'],
  ['token', 'Bearer eyJhbGciOi'],
  ['token', '"eyJhbGciOi"'],
  ['token', '$APINIZER_TOKEN'],
  ['project', '../Secret'],
  ['group', 'PaymentAPIGroup, RefundAPIGroup'],
  ['group', '- PaymentAPIGroup'],
  ['group', '[PaymentAPIGroup]'],
  ['environment', 'test # first'],
  ['operation', 'redeploy'],
  ['skip-if-current', 'yes'],
  ['timeout', '10 minutes'],
  ['retry-timeout', '-1'],
  ['max-parallel', '0'],
  ['ca-certificate', pem('PRIVATE KEY'), 'a private key'],
  ['client-key', pem('ENCRYPTED PRIVATE KEY'), 'an encrypted private key'],
  ['client-key', pem('OPENSSH PRIVATE KEY'), 'a key in OpenSSH form']
]

/** What the built action says to each common mistake. @returns cells: the input, what was given, the message */
export function listInputMessages(): Promise<string[][]> {
  return Promise.all(
    mistakes.map(async ([input, value, shown = `\`${value}\``]) => {
      const { output } = await runStep({ inputs: { ...inputs, [input]: value } })
      const { message = '' } = parseFileCommand(output)
      if (!message.startsWith(`Input \`${input}\` `)) {
        throw new Error(`The input ${input} accepts ${value}: ${message}`)
      }
      // Without what follows from it, and the sentence that is the same for all.
      const [first = ''] = message.split(/ (?=Input `|Nothing was sent)/)
      return [`\`${input}\``, shown, first]
    })
  )
}
