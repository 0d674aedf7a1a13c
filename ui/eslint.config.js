import js from '@eslint/js'
import vue from 'eslint-plugin-vue'
import globals from 'globals'
import ts from 'typescript-eslint'

export default ts.config(
  // The contract is generated from the engine's Rust types.
  { ignores: ['dist/**', 'node_modules/**', 'src/contract/**'] },
  js.configs.recommended,
  ...ts.configs.recommended,
  ...vue.configs['flat/recommended'],
  {
    files: ['**/*.{ts,vue}'],
    languageOptions: { globals: { ...globals.browser }, parserOptions: { parser: ts.parser } },
    rules: {
      'no-undef': 'off',
      eqeqeq: 'error',
      'no-console': ['error', { allow: ['error', 'warn'] }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      // Layout of the templates is by hand: dense where a line reads better than five.
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/html-self-closing': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/first-attribute-linebreak': 'off',
      'vue/html-indent': 'off',
      'vue/multi-word-component-names': 'off',
      'vue/attributes-order': 'off',
      'vue/require-default-prop': 'off',
      // Properties that carry a contract's field keep its name.
      'vue/prop-name-casing': 'off',
      'vue/no-v-html': 'error',
      // Only one file may know that there is a window around us.
      'no-restricted-imports': ['error', { patterns: [{ group: ['@tauri-apps/*'], message: 'src/host.ts alone touches Tauri.' }] }],
    },
  },
  { files: ['tests/**'], rules: { 'vue/one-component-per-file': 'off' } },
  { files: ['src/host.ts'], rules: { 'no-restricted-imports': 'off' } },
)
