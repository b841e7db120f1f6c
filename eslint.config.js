import js from '@eslint/js'
import tseslint from 'typescript-eslint'

const toolkit = {
  group: ['@actions/*'],
  message: 'The toolkit belongs to main, inputs and report.'
}

export default tseslint.config(
  { ignores: ['dist/', 'lib/', 'coverage/', 'demo/out/', 'reports/', '.stryker-tmp/'] },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: {
          allowDefaultProject: [
            '*.js',
            '__tests__/support/*.{js,cjs}',
            'bench/*.mjs',
            'bench/*.cjs'
          ]
        }
      }
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true }
      ]
    }
  },
  {
    files: ['src/**'],
    ignores: ['src/report/log.ts'],
    rules: {
      'max-lines': ['error', 330],
      'no-console': 'error',
      'no-restricted-properties': [
        'error',
        ...[
          'info',
          'notice',
          'warning',
          'error',
          'debug',
          'startGroup',
          'endGroup',
          'group',
          'setFailed'
        ].map(property => ({ object: 'core', property, message: 'Only report/log.ts prints.' })),
        ...['stdout', 'stderr'].map(property => ({
          object: 'process',
          property,
          message: 'Only report/log.ts prints.'
        }))
      ]
    }
  },
  {
    files: ['src/**'],
    ignores: ['src/main.ts', 'src/inputs.ts', 'src/report/**'],
    rules: { 'no-restricted-imports': ['error', { patterns: [toolkit] }] }
  },
  {
    files: ['src/apinizer/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            toolkit,
            { group: ['../*'], message: 'apinizer/ knows nothing outside itself.' }
          ]
        }
      ]
    }
  },
  {
    files: ['simulator/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['**/src/**'],
              message: 'The simulator may not share our reading of the wire.'
            }
          ]
        }
      ]
    }
  },
  { files: ['**/*.{js,mjs,cjs}'], extends: [tseslint.configs.disableTypeChecked] },
  {
    files: ['bench/*.{mjs,cjs}', '__tests__/support/*.cjs', 'jest.*.js'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        fetch: 'readonly',
        require: 'readonly',
        module: 'readonly'
      }
    }
  },
  { files: ['**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } }
)
