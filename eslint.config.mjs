// @ts-check
import angular from 'angular-eslint';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const SERVER = ['{services,libs,e2e,bench,infra}/**/*.ts', '*.ts'];
const SPECS = [
  '**/*.spec.ts',
  'libs/testing/**/*.ts',
  '{libs,services}/*/src/testing/**/*.ts',
  'e2e/**/*.ts',
  'bench/**/*.ts',
];
const UI = ['ui/**/*.ts'];
const SCRIPTS = ['**/*.mjs', '**/*.cjs'];

/** Flat "not this syntax" bans; ESLint keeps one list per file, so each layer builds its own. */
const NO_ENUM = {
  selector: 'TSEnumDeclaration',
  message: 'Use a union of string literals (architecture 14, types).',
};
const NO_DEFAULT_EXPORT = {
  selector: 'ExportDefaultDeclaration',
  message: 'Export by name, so that one thing has one name everywhere.',
};
const AT_MOST_3_PARAMETERS = {
  selector:
    ':function[params.length>3]:not(MethodDefinition[kind="constructor"] > FunctionExpression), TSMethodSignature[params.length>3]',
  message: 'Three parameters, then an object (constructors of injected classes are exempt).',
};

/**
 * Whatever is read by a person is marked for translation. What only looks like words (names, addresses, keys of settings)
 * has no blank between words and does not begin like a sentence.
 */
const UNMARKED = [
  {
    selector:
      ':matches(Property[key.name!=/^(template|styles|selector|path|command)$/] > Literal.value, ArrayExpression > Literal, CallExpression[callee.property.name=/^(say|warn|offer)$/] > Literal, ConditionalExpression > Literal, VariableDeclarator > Literal, ReturnStatement > Literal, ArrowFunctionExpression > Literal, LogicalExpression > Literal, CallExpression[callee.name="input"] > Literal)[value=/^[A-Z][a-z]+$|[A-Za-z,;:–—)”’] [A-Za-z(“]/]',
    message: 'Mark what people read with $localize, so that it can be translated.',
  },
  {
    selector:
      ':not(TaggedTemplateExpression, Property[key.name=/^(template|styles)$/]) > TemplateLiteral > TemplateElement[value.raw=/[A-Za-z.,;:)”’] [A-Za-z(“]|^ [a-z]+ | [a-z]+ $/]',
    message: 'Mark what people read with $localize, so that it can be translated.',
  },
];
/** Attributes of our templates whose values are for the machine. */
const NEVER_READ = [
  'translate',
  'scope',
  'icon',
  'tone',
  'aria-labelledby',
  'aria-describedby',
  'aria-controls',
  'inputmode',
  'spellcheck',
  'ariaCurrentWhenActive',
  'aria-live',
  'align',
  'matButton',
  'autocapitalize',
  'preserveAspectRatio',
  'accept',
  'rel',
  'closedby',
  'aria-autocomplete',
  'aria-expanded',
  'xPosition',
  'inputId',
  'queryParamsHandling',
  'aria-hidden',
];
/** The same in an expression of a template, where `i18n` cannot reach. */
const UNMARKED_IN_TEMPLATE = {
  selector:
    ':matches(BoundText, BoundAttribute) :matches(Conditional, Binary) > LiteralPrimitive[value=/^[A-Z][a-z]|[A-Za-z,;:] [A-Za-z]/]',
  message: 'Mark it: i18n on a text, i18n-<name> on an attribute, or a property made with $localize.',
};

/** What the house says about size (architecture 14). */
const SIZE = {
  'max-lines': ['error', { max: 300 }],
  'max-lines-per-function': ['error', { max: 40, skipComments: true, IIFEs: true }],
  'max-depth': ['error', 3],
  complexity: ['error', 10],
};

const TYPED = {
  '@typescript-eslint/switch-exhaustiveness-check': [
    'error',
    { allowDefaultCaseForExhaustiveSwitch: false, requireDefaultForNonUnion: true },
  ],
  '@typescript-eslint/no-unused-vars': [
    'error',
    { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
  ],
  '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
  '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
  '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
  // It trips on the option classes of Nest and Material, which are plain objects with a class's name.
  '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
  'no-console': 'error',
  eqeqeq: 'error',
};

const NODE_GLOBALS = Object.fromEntries(
  [
    ...['process', 'console', 'Buffer', 'URL', 'URLSearchParams', 'fetch', 'AbortSignal', 'AbortController'],
    ...['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance', 'TextDecoder'],
  ].map((name) => [name, 'readonly']),
);

export default defineConfig(
  globalIgnores(['**/dist/', '**/node_modules/', '**/.angular/', 'data/', 'coverage/', '**/*.gen.ts']),
  { linterOptions: { reportUnusedDisableDirectives: 'error', reportUnusedInlineConfigs: 'error' } },
  {
    files: [...SERVER, ...UI],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: { ...SIZE, ...TYPED },
  },
  {
    files: SERVER,
    rules: {
      'no-restricted-syntax': ['error', NO_ENUM, NO_DEFAULT_EXPORT, AT_MOST_3_PARAMETERS],
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Settings come from loadConfig in #libs/runtime.' },
      ],
    },
  },
  { files: ['libs/runtime/**/*.ts'], rules: { 'no-restricted-properties': 'off' } },
  {
    files: SPECS,
    rules: {
      'max-lines': ['error', { max: 500 }],
      'max-lines-per-function': 'off',
      'no-restricted-properties': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  // Frameworks that load a module by its default export.
  {
    files: ['*.ts', 'libs/testing/src/stores/global-setup.ts'],
    rules: { 'no-restricted-syntax': ['error', NO_ENUM, AT_MOST_3_PARAMETERS] },
  },
  // A program for a terminal prints on purpose.
  { files: ['libs/testing/src/media-servers/run-fakes.ts', 'bench/**/*.ts'], rules: { 'no-console': 'off' } },
  {
    files: UI,
    extends: [angular.configs.tsRecommended],
    processor: angular.processInlineTemplates,
    rules: {
      '@angular-eslint/component-selector': [
        'error',
        { type: 'element', prefix: 'app', style: 'kebab-case' },
      ],
      'no-restricted-syntax': ['error', NO_ENUM, NO_DEFAULT_EXPORT, AT_MOST_3_PARAMETERS, ...UNMARKED],
    },
  },
  {
    // Tests, and the names of products and licences.
    files: [
      'ui/**/*.spec.ts',
      'ui/src/testing/**/*.ts',
      'ui/src/app/features/about/about-page.ts',
      'ui/src/app/shared/backend-mark/backend-mark.ts',
    ],
    rules: { 'no-restricted-syntax': ['error', NO_ENUM, NO_DEFAULT_EXPORT, AT_MOST_3_PARAMETERS] },
  },
  {
    files: ['ui/**/*.spec.ts'],
    rules: {
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    files: ['ui/**/*.html'],
    extends: [angular.configs.templateRecommended, angular.configs.templateAccessibility],
    rules: {
      '@angular-eslint/template/i18n': [
        'error',
        {
          checkId: false,
          checkDuplicateId: false,
          ignoreAttributes: NEVER_READ,
          ignoreTags: ['code', 'kbd', 'pre'],
        },
      ],
      'no-restricted-syntax': ['error', UNMARKED_IN_TEMPLATE],
    },
  },
  // The frame of the page, which Angular does not translate, and the components of tests.
  {
    files: ['ui/src/index.html', 'ui/**/*.spec.ts/*.html', 'ui/src/testing/**/*.html'],
    rules: { '@angular-eslint/template/i18n': 'off' },
  },
  {
    files: SCRIPTS,
    languageOptions: { ecmaVersion: 2024, globals: NODE_GLOBALS },
    rules: {
      ...SIZE,
      'no-undef': 'error',
      'no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-var': 'error',
      'no-shadow': 'error',
      'no-unreachable': 'error',
      'no-dupe-keys': 'error',
      'no-fallthrough': 'error',
      'no-promise-executor-return': ['error', { allowVoid: true }],
      'no-unsafe-finally': 'error',
      'prefer-const': 'error',
      eqeqeq: 'error',
      'no-restricted-syntax': ['error', AT_MOST_3_PARAMETERS],
    },
  },
  { files: ['**/*.cjs'], languageOptions: { sourceType: 'commonjs' } },
);
