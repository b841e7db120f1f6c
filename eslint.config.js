import js from '@eslint/js'
import tseslint from 'typescript-eslint'

/** What of src/ each part may not import. Imports run down: index, main, report, deploy, inputs, apinizer | runner. */
const layers = [
  { files: 'src/index.ts', above: /^\.\.\// },
  { files: 'src/main.ts', above: /^\.\.\/|\/index\.ts$/ },
  { files: 'src/report/**', above: /^\.\.\/(\.\.|index|main)/ },
  { files: 'src/deploy/**', above: /^\.\.\/(\.\.|index|main|report)/ },
  { files: 'src/inputs/**', above: /^\.\.\/(\.\.|index|main|report|deploy)/ },
  { files: 'src/apinizer/**', above: /^\.\.\// },
  { files: 'src/runner/**', above: /^\.\.\// }
]
const toolkitUsers = ['src/main.ts', 'src/report/**', 'src/inputs/**', 'src/runner/**']
const toolkit = {
  regex: '^@(actions|octokit)/',
  message: 'The toolkit is for main, report, inputs and runner.'
}

const onlyLogPrints = 'Only src/runner/log.ts prints.'
const printers = 'info notice warning error debug startGroup endGroup group setFailed'.split(' ')
const printerNames = `/^(${printers.join('|')})$/`
const printer = {
  selector: `ImportDeclaration[source.value="@actions/core"] > ImportSpecifier[imported.name=${printerNames}]`,
  message: onlyLogPrints
}
const dynamicImport = {
  selector: 'ImportExpression',
  message: 'src/ is one file in dist/: import at the top.'
}
const builtinModule = {
  selector: 'MemberExpression[property.name="getBuiltinModule"]',
  message: 'Import modules of Node at the top.'
}
const strayFile = { selector: 'Program', message: 'src/ has index.ts, main.ts and the layers.' }

/** Forbids imports, those of types too. @param patterns each with `regex` and `message` */
function forbidImports(files, ...patterns) {
  return { files, rules: { 'no-restricted-imports': ['error', { patterns }] } }
}

function forbidSyntax(files, ...selectors) {
  return { files, rules: { 'no-restricted-syntax': ['error', ...selectors] } }
}

export default tseslint.config(
  {
    ignores: ['dist/', 'lib/', 'coverage/', 'demo/out/', 'reports/', '**/.stryker-tmp/']
  },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: true
      }
    },
    rules: {
      curly: ['error', 'all'],
      'no-nested-ternary': 'error',
      'max-len': ['error', { code: 120 }],
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true }
      ]
    }
  },

  {
    files: ['src/**'],
    rules: {
      'max-lines': ['error', 300],
      'no-console': 'error',
      'no-restricted-properties': [
        'error',
        ...printers.map(property => ({ object: 'core', property, message: onlyLogPrints })),
        { object: 'process', property: 'stdout', message: onlyLogPrints },
        { object: 'process', property: 'stderr', message: onlyLogPrints }
      ]
    }
  },
  {
    files: ['src/runner/log.ts'],
    rules: { 'no-console': 'off', 'no-restricted-properties': 'off' }
  },
  forbidSyntax(['src/**'], strayFile),
  forbidSyntax(
    layers.map(({ files }) => files),
    dynamicImport,
    builtinModule,
    printer
  ),
  forbidSyntax(['src/runner/log.ts'], dynamicImport, builtinModule),
  layers.map(({ files, above }) =>
    forbidImports(
      [files],
      { regex: above.source, message: 'Imports of src/ run down the layers in eslint.config.js.' },
      ...(toolkitUsers.includes(files) ? [] : [toolkit])
    )
  ),

  forbidImports(['simulator/**'], {
    regex: String.raw`^\.\./|^@(actions|octokit)/`,
    message: 'The simulator imports nothing of ours but itself.'
  }),
  forbidImports(['survey/**'], {
    regex: String.raw`^\.\./src/(deploy|report|index|main)`,
    message: 'The survey reads; it takes from src/ what asks and parses, nothing that deploys.'
  }),
  forbidImports(['demo/**', 'scripts/**', 'bench/**', 'mutation/**'], {
    regex: '/__tests__/',
    message: 'What the tests share with others has its place in tools/.'
  }),
  forbidImports(['tools/**'], {
    regex: '/(__tests__|demo|scripts|bench|mutation)/',
    message: 'tools/ is what these share.'
  }),
  {
    ...forbidImports(['__tests__/**'], {
      regex: '/(demo|scripts|bench|mutation)/',
      message: 'What the tests share with others has its place in tools/.'
    }),
    // The tests of the demo and of the scripts themselves.
    ignores: ['__tests__/repository/**']
  },

  {
    files: ['**/*.{js,mjs}'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: {
      globals: { process: 'readonly', console: 'readonly', fetch: 'readonly', URL: 'readonly' }
    }
  }
)
