import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
var __webpack_exports__ = {};

;// CONCATENATED MODULE: external "node:fs"
const external_node_fs_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs");
;// CONCATENATED MODULE: ./lib/runner/event-file.js

const { GITHUB_EVENT_PATH: file } = process.env;
if (file !== undefined && !isJson(file)) {
    delete process.env.GITHUB_EVENT_PATH;
}
function isJson(path) {
    try {
        JSON.parse((0,external_node_fs_namespaceObject.readFileSync)(path, 'utf8'));
        return true;
    }
    catch {
        return false;
    }
}

;// CONCATENATED MODULE: external "os"
const external_os_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("os");
;// CONCATENATED MODULE: ./lib/node_modules/@actions/core/lib/utils.js
// We use any as a valid input type
/* eslint-disable @typescript-eslint/no-explicit-any */
/**
 * Sanitizes an input into a string so it can be passed into issueCommand safely
 * @param input input to sanitize into a string
 */
function utils_toCommandValue(input) {
    if (input === null || input === undefined) {
        return '';
    }
    else if (typeof input === 'string' || input instanceof String) {
        return input;
    }
    return JSON.stringify(input);
}
/**
 *
 * @param annotationProperties
 * @returns The command properties to send with the actual annotation command
 * See IssueCommandProperties: https://github.com/actions/runner/blob/main/src/Runner.Worker/ActionCommandManager.cs#L646
 */
function utils_toCommandProperties(annotationProperties) {
    if (!Object.keys(annotationProperties).length) {
        return {};
    }
    return {
        title: annotationProperties.title,
        file: annotationProperties.file,
        line: annotationProperties.startLine,
        endLine: annotationProperties.endLine,
        col: annotationProperties.startColumn,
        endColumn: annotationProperties.endColumn
    };
}
//# sourceMappingURL=utils.js.map
;// CONCATENATED MODULE: ./lib/node_modules/@actions/core/lib/command.js


/**
 * Issues a command to the GitHub Actions runner
 *
 * @param command - The command name to issue
 * @param properties - Additional properties for the command (key-value pairs)
 * @param message - The message to include with the command
 * @remarks
 * This function outputs a specially formatted string to stdout that the Actions
 * runner interprets as a command. These commands can control workflow behavior,
 * set outputs, create annotations, mask values, and more.
 *
 * Command Format:
 *   ::name key=value,key=value::message
 *
 * @example
 * ```typescript
 * // Issue a warning annotation
 * issueCommand('warning', {}, 'This is a warning message');
 * // Output: ::warning::This is a warning message
 *
 * // Set an environment variable
 * issueCommand('set-env', { name: 'MY_VAR' }, 'some value');
 * // Output: ::set-env name=MY_VAR::some value
 *
 * // Add a secret mask
 * issueCommand('add-mask', {}, 'secretValue123');
 * // Output: ::add-mask::secretValue123
 * ```
 *
 * @internal
 * This is an internal utility function that powers the public API functions
 * such as setSecret, warning, error, and exportVariable.
 */
function command_issueCommand(command, properties, message) {
    const cmd = new Command(command, properties, message);
    process.stdout.write(cmd.toString() + external_os_namespaceObject.EOL);
}
function command_issue(name, message = '') {
    command_issueCommand(name, {}, message);
}
const CMD_STRING = '::';
class Command {
    constructor(command, properties, message) {
        if (!command) {
            command = 'missing.command';
        }
        this.command = command;
        this.properties = properties;
        this.message = message;
    }
    toString() {
        let cmdStr = CMD_STRING + this.command;
        if (this.properties && Object.keys(this.properties).length > 0) {
            cmdStr += ' ';
            let first = true;
            for (const key in this.properties) {
                if (this.properties.hasOwnProperty(key)) {
                    const val = this.properties[key];
                    if (val) {
                        if (first) {
                            first = false;
                        }
                        else {
                            cmdStr += ',';
                        }
                        cmdStr += `${key}=${escapeProperty(val)}`;
                    }
                }
            }
        }
        cmdStr += `${CMD_STRING}${escapeData(this.message)}`;
        return cmdStr;
    }
}
function escapeData(s) {
    return utils_toCommandValue(s)
        .replace(/%/g, '%25')
        .replace(/\r/g, '%0D')
        .replace(/\n/g, '%0A');
}
function escapeProperty(s) {
    return utils_toCommandValue(s)
        .replace(/%/g, '%25')
        .replace(/\r/g, '%0D')
        .replace(/\n/g, '%0A')
        .replace(/:/g, '%3A')
        .replace(/,/g, '%2C');
}
//# sourceMappingURL=command.js.map
;// CONCATENATED MODULE: external "path"
const external_path_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("path");
;// CONCATENATED MODULE: ./lib/node_modules/@actions/core/lib/core.js
var __awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};






/**
 * The code to exit an action
 */
var ExitCode;
(function (ExitCode) {
    /**
     * A code indicating that the action was successful
     */
    ExitCode[ExitCode["Success"] = 0] = "Success";
    /**
     * A code indicating that the action was a failure
     */
    ExitCode[ExitCode["Failure"] = 1] = "Failure";
})(ExitCode || (ExitCode = {}));
//-----------------------------------------------------------------------
// Variables
//-----------------------------------------------------------------------
/**
 * Sets env variable for this action and future actions in the job
 * @param name the name of the variable to set
 * @param val the value of the variable. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function exportVariable(name, val) {
    const convertedVal = toCommandValue(val);
    process.env[name] = convertedVal;
    const filePath = process.env['GITHUB_ENV'] || '';
    if (filePath) {
        return issueFileCommand('ENV', prepareKeyValueMessage(name, val));
    }
    issueCommand('set-env', { name }, convertedVal);
}
/**
 * Registers a secret which will get masked from logs
 *
 * @param secret - Value of the secret to be masked
 * @remarks
 * This function instructs the Actions runner to mask the specified value in any
 * logs produced during the workflow run. Once registered, the secret value will
 * be replaced with asterisks (***) whenever it appears in console output, logs,
 * or error messages.
 *
 * This is useful for protecting sensitive information such as:
 * - API keys
 * - Access tokens
 * - Authentication credentials
 * - URL parameters containing signatures (SAS tokens)
 *
 * Note that masking only affects future logs; any previous appearances of the
 * secret in logs before calling this function will remain unmasked.
 *
 * @example
 * ```typescript
 * // Register an API token as a secret
 * const apiToken = "abc123xyz456";
 * setSecret(apiToken);
 *
 * // Now any logs containing this value will show *** instead
 * console.log(`Using token: ${apiToken}`); // Outputs: "Using token: ***"
 * ```
 */
function setSecret(secret) {
    command_issueCommand('add-mask', {}, secret);
}
/**
 * Prepends inputPath to the PATH (for this action and future actions)
 * @param inputPath
 */
function addPath(inputPath) {
    const filePath = process.env['GITHUB_PATH'] || '';
    if (filePath) {
        issueFileCommand('PATH', inputPath);
    }
    else {
        issueCommand('add-path', {}, inputPath);
    }
    process.env['PATH'] = `${inputPath}${path.delimiter}${process.env['PATH']}`;
}
/**
 * Gets the value of an input.
 * Unless trimWhitespace is set to false in InputOptions, the value is also trimmed.
 * Returns an empty string if the value is not defined.
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   string
 */
function getInput(name, options) {
    const val = process.env[`INPUT_${name.replace(/ /g, '_').toUpperCase()}`] || '';
    if (options && options.required && !val) {
        throw new Error(`Input required and not supplied: ${name}`);
    }
    if (options && options.trimWhitespace === false) {
        return val;
    }
    return val.trim();
}
/**
 * Gets the values of an multiline input.  Each value is also trimmed.
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   string[]
 *
 */
function getMultilineInput(name, options) {
    const inputs = getInput(name, options)
        .split('\n')
        .filter(x => x !== '');
    if (options && options.trimWhitespace === false) {
        return inputs;
    }
    return inputs.map(input => input.trim());
}
/**
 * Gets the input value of the boolean type in the YAML 1.2 "core schema" specification.
 * Support boolean input list: `true | True | TRUE | false | False | FALSE` .
 * The return value is also in boolean type.
 * ref: https://yaml.org/spec/1.2/spec.html#id2804923
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   boolean
 */
function getBooleanInput(name, options) {
    const trueValue = ['true', 'True', 'TRUE'];
    const falseValue = ['false', 'False', 'FALSE'];
    const val = getInput(name, options);
    if (trueValue.includes(val))
        return true;
    if (falseValue.includes(val))
        return false;
    throw new TypeError(`Input does not meet YAML 1.2 "Core Schema" specification: ${name}\n` +
        `Support boolean input list: \`true | True | TRUE | false | False | FALSE\``);
}
/**
 * Sets the value of an output.
 *
 * @param     name     name of the output to set
 * @param     value    value to store. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function setOutput(name, value) {
    const filePath = process.env['GITHUB_OUTPUT'] || '';
    if (filePath) {
        return issueFileCommand('OUTPUT', prepareKeyValueMessage(name, value));
    }
    process.stdout.write(os.EOL);
    issueCommand('set-output', { name }, toCommandValue(value));
}
/**
 * Enables or disables the echoing of commands into stdout for the rest of the step.
 * Echoing is disabled by default if ACTIONS_STEP_DEBUG is not set.
 *
 */
function setCommandEcho(enabled) {
    issue('echo', enabled ? 'on' : 'off');
}
//-----------------------------------------------------------------------
// Results
//-----------------------------------------------------------------------
/**
 * Sets the action status to failed.
 * When the action exits it will be with an exit code of 1
 * @param message add error issue message
 */
function setFailed(message) {
    process.exitCode = ExitCode.Failure;
    error(message);
}
//-----------------------------------------------------------------------
// Logging Commands
//-----------------------------------------------------------------------
/**
 * Gets whether Actions Step Debug is on or not
 */
function isDebug() {
    return process.env['RUNNER_DEBUG'] === '1';
}
/**
 * Writes debug message to user log
 * @param message debug message
 */
function debug(message) {
    command_issueCommand('debug', {}, message);
}
/**
 * Adds an error issue
 * @param message error issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function error(message, properties = {}) {
    command_issueCommand('error', utils_toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Adds a warning issue
 * @param message warning issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function warning(message, properties = {}) {
    command_issueCommand('warning', utils_toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Adds a notice issue
 * @param message notice issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function notice(message, properties = {}) {
    issueCommand('notice', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Writes info to log with console.log.
 * @param message info message
 */
function info(message) {
    process.stdout.write(message + external_os_namespaceObject.EOL);
}
/**
 * Begin an output group.
 *
 * Output until the next `groupEnd` will be foldable in this group
 *
 * @param name The name of the output group
 */
function startGroup(name) {
    command_issue('group', name);
}
/**
 * End an output group.
 */
function endGroup() {
    command_issue('endgroup');
}
/**
 * Wrap an asynchronous function call in a group.
 *
 * Returns the same type as the function itself.
 *
 * @param name The name of the group
 * @param fn The function to wrap in the group
 */
function group(name, fn) {
    return __awaiter(this, void 0, void 0, function* () {
        startGroup(name);
        let result;
        try {
            result = yield fn();
        }
        finally {
            endGroup();
        }
        return result;
    });
}
//-----------------------------------------------------------------------
// Wrapper action state
//-----------------------------------------------------------------------
/**
 * Saves state for current action, the state can only be retrieved by this action's post job execution.
 *
 * @param     name     name of the state to store
 * @param     value    value to store. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function saveState(name, value) {
    const filePath = process.env['GITHUB_STATE'] || '';
    if (filePath) {
        return issueFileCommand('STATE', prepareKeyValueMessage(name, value));
    }
    issueCommand('save-state', { name }, toCommandValue(value));
}
/**
 * Gets the value of an state set by this action's main execution.
 *
 * @param     name     name of the state to get
 * @returns   string
 */
function getState(name) {
    return process.env[`STATE_${name}`] || '';
}
function getIDToken(aud) {
    return __awaiter(this, void 0, void 0, function* () {
        return yield OidcClient.getIDToken(aud);
    });
}
/**
 * Summary exports
 */

/**
 * @deprecated use core.summary
 */

/**
 * Path exports
 */

/**
 * Platform utilities exports
 */

//# sourceMappingURL=core.js.map
;// CONCATENATED MODULE: ./lib/apinizer/failures.js
const tlsProblems = [
    [/^(ERR_SSL_|EPROTO).*ALERT.*(CERT|UNKNOWN_CA|ACCESS_DENIED)/, 'client-certificate'],
    [/UNABLE_TO_(VERIFY|GET_ISSUER)|SELF_SIGNED|CERT_(UNTRUSTED|SIGNATURE)/, 'unknown-ca'],
    [/CERT_(HAS_EXPIRED|NOT_YET_VALID)/, 'expired'],
    [/ALTNAME_INVALID|HOSTNAME_MISMATCH/, 'other-host'],
    [/SSL.*(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST)/, 'not-tls'],
    [/SUBTREE_VIOLATION|NAME_CONSTRAINT/, 'name-constraints'],
    [/^(ERR_SSL_|EPROTO).*ALERT_HANDSHAKE_FAILURE/, 'refused'],
    [/^(ERR_SSL_|EPROTO).*(PROTOCOL|CIPHER|INSUFFICIENT|LEGACY|SIGNATURE_TYPE|DH_KEY)/, 'protocol'],
    [/TOO_(WEAK|SMALL)/, 'weak'],
    [/^(ERR_SSL_|ERR_TLS_|CERT_|INVALID_|PATH_LENGTH|EPROTO|UNSPECIFIED)/, 'other']
];
function findTlsProblem(error, isHandshaking = false) {
    const { code = '', message, rawPacket = [] } = error;
    if (rawPacket[0] === 0x15 && rawPacket[1] === 3) {
        return 'wants-tls';
    }
    const hasWords = code === 'EPROTO' || code === 'UNSPECIFIED';
    const words = hasWords ? `${code} ${message}`.replaceAll(' ', '_') : code;
    const known = tlsProblems.find(([pattern]) => pattern.test(words.toUpperCase()))?.[1];
    const isClosed = isHandshaking || message.includes('before secure TLS connection');
    return known ?? (isClosed ? 'closed' : undefined);
}
function classifyNetworkError(error, { isHandshaking, ...progress }) {
    const failure = { ...progress, detail: describeError(error) };
    const tlsProblem = findTlsProblem(error, isHandshaking);
    if (tlsProblem !== undefined) {
        return { ...failure, kind: 'tls', tlsProblem };
    }
    if (error.code === 'ERR_PROXY_TUNNEL') {
        const httpStatus = error.statusCode ?? NaN;
        const refused = Number.isInteger(httpStatus) ? { httpStatus } : {};
        return { ...failure, sent: false, kind: 'proxy', ...refused };
    }
    if (!progress.sent) {
        const isUnknownHost = ['ENOTFOUND', 'EAI_NODATA'].includes(error.code ?? '');
        return { ...failure, kind: isUnknownHost ? 'unknown-host' : 'connect' };
    }
    return { ...failure, kind: error.code?.startsWith('HPE_') === true ? 'malformed' : 'lost' };
}
function describeError(error) {
    const own = error.message.replace(/; if the root CA.*$/s, '');
    const openSsl = /SSL routines:[^:]*:([^:]+)/.exec(own)?.[1];
    const children = (error.errors ?? []).map(({ message }) => message);
    return openSsl ?? (own || [...new Set(children)].join('; ') || (error.code ?? ''));
}
function describeProblem(problem) {
    if (problem.kind !== 'response') {
        return problem.detail || problem.kind;
    }
    const { status, serverMessage } = problem;
    return serverMessage === '' ? String(status) : `${status}: ${serverMessage}`;
}
function isGatewayError({ status, edition, defect }) {
    return status >= 500 && edition === undefined && defect !== 'spring';
}
function isSilentRefusal(problem) {
    return (problem.kind === 'response' &&
        [401, 403].includes(problem.status) &&
        (problem.defect === 'empty' || /^Empty Key!/i.test(problem.serverMessage)));
}
function isUnheard(problem) {
    return problem?.kind === 'response' && isSilentRefusal(problem) && problem.isKnownCall !== true;
}
function isUnknownCall(problem) {
    return (problem.kind === 'response' &&
        [404, 405].includes(problem.status) &&
        problem.edition === undefined &&
        (problem.defect === 'empty' || problem.defect === 'spring') &&
        problem.isKnownCall !== true);
}
function isFinalRefusal(problem) {
    if (problem.kind !== 'response' || isSilentRefusal(problem)) {
        return false;
    }
    const { status, edition } = problem;
    const isRefused = status >= 400 && status < 500 && ![408, 429].includes(status);
    return isUnknownCall(problem) || (isRefused && edition !== undefined);
}

;// CONCATENATED MODULE: ./lib/apinizer/json.js
function parseJson(text) {
    try {
        const value = JSON.parse(text);
        return hasDuplicateKey(text, value) ? undefined : value;
    }
    catch {
        return undefined;
    }
}
function hasDuplicateKey(json, value) {
    const colons = json.replace(/"(?:[^"\\]+|\\.)*"/g, '').split(':').length - 1;
    return colons !== countKeys(value);
}
function countKeys(value) {
    let keys = 0;
    const values = [value];
    for (const one of values) {
        if (typeof one === 'object' && one !== null) {
            const inner = Object.values(one);
            keys += Array.isArray(one) ? 0 : inner.length;
            for (const item of inner) {
                values.push(item);
            }
        }
    }
    return keys;
}
function getField(value, name) {
    return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}
function getText(value, name) {
    const field = getField(value, name);
    return typeof field === 'string' && field.trim() !== '' ? field.trim() : undefined;
}
function getBoolean(value, name) {
    const field = getField(value, name);
    return typeof field === 'boolean' ? field : undefined;
}
function isObject(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}

;// CONCATENATED MODULE: external "node:timers/promises"
const promises_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:timers/promises");
;// CONCATENATED MODULE: ./lib/apinizer/retry.js



const firstPauseMs = 500;
const maxPauseMs = 10_000;
const minAskedMs = 250;
const maxRetryAfter = 1e9;
async function retry(call, { retryTimeoutMs, signals, mayRetry, onRetry }) {
    const endsAt = performance.now() + retryTimeoutMs;
    for (let backoffMs = firstPauseMs;; backoffMs = Math.min(maxPauseMs, backoffMs * 2)) {
        const result = await call();
        if (result.ok) {
            return result;
        }
        const { problem } = result;
        const pauseMs = choosePause(problem, backoffMs, endsAt);
        if (pauseMs === undefined || !(await mayRetry(problem))) {
            return result;
        }
        onRetry({ problem, pauseMs });
        if (!(await pause(pauseMs, signals))) {
            return result;
        }
    }
}
async function waitForNextTry(problem, backoffMs, { endsAt, signals }) {
    const pauseMs = choosePause(problem, backoffMs, endsAt);
    return pauseMs !== undefined && pause(pauseMs, signals);
}
function pause(pauseMs, signals) {
    return (0,promises_namespaceObject.setTimeout)(pauseMs, true, { signal: AbortSignal.any(signals) }).catch(() => false);
}
function choosePause(problem, backoffMs, endsAt) {
    const remainingMs = endsAt - performance.now();
    const retryAfterMs = problem?.kind === 'response' ? problem.retryAfterMs : undefined;
    const askedMs = (retryAfterMs ?? 0) < minAskedMs ? undefined : retryAfterMs;
    if (remainingMs < 1 || (askedMs !== undefined && askedMs > remainingMs)) {
        return undefined;
    }
    const pauseMs = askedMs ?? backoffMs * (0.5 + Math.random() / 2);
    return Math.min(pauseMs, remainingMs);
}
function mayReadAgain(problem) {
    return problem.kind === 'response'
        ? [408, 429, 503].includes(problem.status) || isGatewayError(problem)
        : problem.kind === 'lost' || problem.kind === 'timeout' || isUnreachable(problem);
}
function isUnreachable(problem) {
    const isProxyDown = problem.kind === 'proxy' && (problem.httpStatus ?? 500) >= 500;
    const isClosed = problem.kind === 'tls' && problem.tlsProblem === 'closed';
    return problem.kind === 'connect' || isProxyDown || isClosed;
}
function readRetryAfter({ headers }, json) {
    const header = headers['retry-after']?.trim();
    const until = parseHttpDate(header);
    if (until !== undefined) {
        return Math.max(0, until - (parseHttpDate(headers.date) ?? Date.now()));
    }
    const isCount = header !== undefined && /^\d+$/.test(header);
    const seconds = isCount ? Number(header) : getField(json, 'retry_after');
    return typeof seconds === 'number' && seconds >= 0
        ? Math.min(seconds, maxRetryAfter) * 1000
        : undefined;
}
function parseHttpDate(date = '') {
    const isHttpDate = /^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/.test(date);
    const ms = isHttpDate ? Date.parse(date) : NaN;
    return Number.isNaN(ms) ? undefined : ms;
}

;// CONCATENATED MODULE: ./lib/apinizer/parse-error.js


function parseError(response, json) {
    return {
        kind: 'response',
        status: response.status,
        serverMessage: json === undefined ? readText(response.body) : readSentence(json),
        edition: isCached(response) ? undefined : findEdition(json),
        defect: findDefect(response, json),
        location: response.headers.location,
        retryAfterMs: readRetryAfter(response, json)
    };
}
function findEdition(json) {
    if (getField(json, 'status') === 'FAILURE' && getText(json, 'resultMessage') !== undefined) {
        return 'current';
    }
    const code = getText(json, 'error') ?? '';
    const isWhole = getText(json, 'error_description') !== undefined ||
        Array.isArray(getField(json, 'validation_errors')) ||
        (code === 'rate_limit_exceeded' && typeof getField(json, 'retry_after') === 'number');
    return /^[a-z_]+$/.test(code) && isWhole ? 'first' : undefined;
}
function readText(body) {
    const title = /<title[^>]*>([^<]*)</i.exec(body)?.[1];
    const isPlain = !/^\s*["[<]|\{/.test(body.replace(/^\uFEFF/, ''));
    const lines = isPlain ? body.split(/[\r\n]+/) : [];
    return (title ?? lines.find(line => line.trim() !== '') ?? '').trim().slice(0, maxTextLength);
}
const maxTextLength = 300;
const largeHead = /header.{0,30}too (large|big|long)|large.{0,20}header/i;
const wantsHttps = /https (server|port|scheme)|requires tls/i;
function findDefect(response, json) {
    const { status, body } = response;
    if (isCached(response)) {
        return 'cached';
    }
    if (status === 400 && json === undefined && wantsHttps.test(body)) {
        return 'wants-https';
    }
    if (status === 431 || (status === 400 && largeHead.test(body))) {
        return 'large-head';
    }
    if (body.trim() === '') {
        return 'empty';
    }
    if (/^\s*<(!doctype|!--|html|head|body|\?xml)/i.test(body)) {
        return 'html';
    }
    if (json === undefined) {
        return 'not-json';
    }
    const has = (...names) => names.every(name => getField(json, name) !== undefined);
    if (has('timestamp', 'status', 'path') || has('title', 'status', 'instance')) {
        return 'spring';
    }
    return readSentence(json) === '' || !isObject(json) ? 'other-json' : undefined;
}
function isCached({ headers: { age = '0' } }) {
    return age.split(',').some(seconds => Number(seconds) !== 0);
}
function parseBody({ body }) {
    return parseJson(body.replace(/^\uFEFF/, ''));
}
function readSentence(value) {
    const names = ['error_description', 'resultMessage', 'message', 'detail', 'title', 'error'];
    const main = names.map(name => getText(value, name)).find(text => text !== undefined);
    const validation = getField(value, 'validation_errors');
    const errors = Array.isArray(validation)
        ? validation.map(error => joinTexts([getText(error, 'field'), getText(error, 'message')], ': '))
        : [];
    return joinTexts([main, ...errors]);
}
function isFailureStatus(status) {
    return typeof status === 'string' && /^(fail|error)/i.test(status);
}
function carriesError(value) {
    return ['error', 'error_description', 'validation_errors']
        .map(name => getField(value, name) ?? '')
        .some(error => error !== '' && error !== false && !(Array.isArray(error) && error.length === 0));
}
function joinTexts(texts, separator = '; ') {
    return [...new Set(texts.filter(text => text !== undefined && text !== ''))].join(separator);
}

;// CONCATENATED MODULE: ./lib/apinizer/replace-name.js
function replaceName(text, name, replacement) {
    if (!text.includes(name)) {
        return text;
    }
    const pattern = name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
    const alone = new RegExp(`(?<![\\p{L}\\p{N}_-])${pattern}(?![\\p{L}\\p{N}_-])`, 'gu');
    return text.replace(alone, () => replacement);
}

;// CONCATENATED MODULE: ./lib/apinizer/parse-deployment.js



function parseDeployment(response, target) {
    const deployment = getField(response, 'deploymentResult');
    const { flags, items } = collect(response, 'response', { flags: [], items: [] });
    const top = [getField(response, 'success'), getField(response, 'status')];
    if (top.every(flag => flag === undefined || flag === null)) {
        flags.push('gap');
    }
    const hasDeployment = deployment !== undefined && deployment !== null;
    if (hasDeployment && (getField(deployment, 'success') ?? null) === null) {
        flags.push('gap');
    }
    const sentences = [readSentence(response), readSentence(deployment)];
    const report = { serverMessage: describeItems(sentences, items), pods: listPods(items) };
    const wanted = target.environment.normalize();
    const isWanted = ({ environment = wanted }) => environment === wanted;
    const above = sentences.join('. ');
    if (flags.includes('no') || deniesDeployment.test(above)) {
        return { ...report, state: 'denied', missing: '' };
    }
    const missing = [
        (mentionsFailure(above, target) || items.some(contradictsItself)) &&
            'The response reports success, but mentions a failure.',
        flags.includes('gap') && 'Not every part of the response says that it succeeded.',
        items.length === 0 && 'The response contains no result for any environment.',
        !items.some(isWanted) && 'The response contains results for other environments only.'
    ].find(sentence => sentence !== false);
    return missing === undefined
        ? { ...report, state: 'confirmed', missing: '' }
        : { ...report, state: 'unclear', missing };
}
const itemFields = ['environmentResults', 'detailList', 'firstFromApiResultList'];
const maxDepth = 100;
function collect(value, place, { flags, items }, outer, depth = 0) {
    const names = readEnvironmentNames(value);
    const environment = names[0] ?? outer;
    const isItem = place === 'item' || (place === 'deploymentResult' && names.length > 0);
    if (isItem) {
        items.push(readItem(value, environment));
    }
    if ((isItem && names.some(name => name !== names[0])) || depth > maxDepth) {
        flags.push('gap');
    }
    flags.push(...readFlags(value, place));
    const isLeaf = typeof value !== 'object' || value === null || depth > maxDepth;
    for (const [name, inner] of isLeaf ? [] : Object.entries(value)) {
        const found = { flags, items };
        if (place !== 'elsewhere' && itemFields.includes(name)) {
            for (const item of listItems(name, inner, flags)) {
                collect(item, 'item', found, environment, depth + 1);
            }
        }
        else if (typeof inner === 'object') {
            const isDeployment = place === 'response' && name === 'deploymentResult';
            collect(inner, isDeployment ? 'deploymentResult' : 'elsewhere', found, environment, depth + 1);
        }
    }
    return { flags, items };
}
function listItems(field, value, flags) {
    if (field === 'firstFromApiResultList' && isObject(value)) {
        return [value];
    }
    if (Array.isArray(value)) {
        return value;
    }
    if (value !== null) {
        flags.push('gap');
    }
    return [];
}
function readEnvironmentNames(value) {
    return ['environmentName', 'envName']
        .map(name => getField(value, name) ?? '')
        .filter(name => name !== '')
        .map(name => (typeof name === 'string' ? name.normalize() : '\0'));
}
function readFlags(value, place) {
    const flags = [];
    const success = getField(value, 'success');
    if (place === 'item' || (success !== undefined && success !== null)) {
        flags.push(readSuccess(success));
    }
    const status = getField(value, 'status') ?? undefined;
    if (isFailureStatus(status)) {
        flags.push('no');
    }
    else if (status !== undefined && place !== 'elsewhere') {
        flags.push(status === 'SUCCESS' ? 'yes' : 'gap');
    }
    if (place !== 'elsewhere' && carriesError(value)) {
        flags.push('no');
    }
    return flags;
}
function readSuccess(success) {
    if (typeof success !== 'boolean') {
        return 'gap';
    }
    return success ? 'yes' : 'no';
}
function readItem(value, environment) {
    const message = getText(value, 'message') ?? getText(value, 'detail');
    const succeeded = getField(value, 'success') === true;
    const name = getText(value, 'podName');
    const ip = getText(value, 'podIp');
    if (name === undefined && ip === undefined) {
        return { environment, message, succeeded, pod: undefined };
    }
    const durationMs = getField(value, 'responseTime');
    const pod = {
        name: name ?? '',
        ip: ip ?? '',
        success: succeeded,
        message: getText(value, 'detail') ?? message ?? '',
        ...(typeof durationMs === 'number' && Number.isFinite(durationMs) && { durationMs })
    };
    return { environment, message, succeeded, pod };
}
function listPods(items) {
    const pods = items.flatMap(({ pod }) => pod ?? []);
    return [...new Map(pods.map(pod => [Object.values(pod).join('\n'), pod])).values()];
}
const deniesDeployment = /\b(un)?deploy(ment|ed)?\s+(has\s+)?failed\b|\bfailed\s+to\s+(un)?deploy\b/i;
function contradictsItself({ message = '', pod }) {
    return [message, pod?.message ?? ''].some(text => deniesDeployment.test(text));
}
function mentionsFailure(sentences, { group, environment }) {
    if (!mentions.test(sentences)) {
        return false;
    }
    const plain = [group, environment]
        .filter(name => /\W/.test(name))
        .reduce((text, name) => replaceName(text, name, ' '), sentences)
        .replace(/\b(no|without( any)?) (errors?|failures?)\b/gi, '');
    return mentions.test(plain);
}
const mentions = /\b(fail(s|ed|ures?)?|errors?|(un|not )successful(ly)?|unable|could not|cannot|refused|rejected|timed out)\b/i;
function describeItems(above, items) {
    const failures = items
        .filter(({ succeeded }) => !succeeded)
        .map(({ pod, message }) => pod === undefined ? message : `${pod.name || pod.ip}: ${message ?? 'failed'}`);
    if (failures.length > 0) {
        return joinTexts([...above, ...failures]);
    }
    const successes = items.filter(({ pod }) => pod === undefined).map(({ message }) => message);
    return joinTexts(successes) || joinTexts(above);
}

;// CONCATENATED MODULE: ./lib/apinizer/path-segment.js
const maxNameLength = 255;
function hasDotSegment(name) {
    let decoded = name;
    for (let before = ''; before !== decoded;) {
        before = decoded;
        decoded = before.replaceAll(/%([\da-f]{2})/gi, (_, hex) => String.fromCharCode(parseInt(String(hex), 16)));
    }
    return decoded.split(/[/\\]/).some(segment => /^\s*\.{1,2}\s*(?:;|$)/.test(segment));
}

;// CONCATENATED MODULE: ./lib/apinizer/parse-lists.js



const maxAddressLength = 2_000;
function parseListing(response, readRow) {
    const json = parseBody(response);
    if (response.status !== 200 || isCached(response) || !isObject(json)) {
        return undefined;
    }
    const status = json['status'] ?? undefined;
    const success = json['success'] ?? undefined;
    const isSuccess = (status ?? 'SUCCESS') === 'SUCCESS' &&
        (success ?? true) === true &&
        (status ?? success) !== undefined &&
        !carriesError(json);
    const count = json['resultCount'] ?? undefined;
    const list = json['resultList'] ?? (count === 0 ? [] : undefined);
    if (!isSuccess || !Array.isArray(list)) {
        return undefined;
    }
    const total = count ?? list.length;
    if (typeof total !== 'number' || !(total >= list.length)) {
        return undefined;
    }
    const rows = list.map(row => (isMalformedRow(row) ? undefined : readRow(row)));
    const items = rows.filter(row => row !== undefined);
    const edition = status === undefined ? 'first' : 'current';
    return { items, isComplete: items.length === total, edition };
}
function isMalformedRow(row) {
    return !isObject(row) || (row['success'] ?? true) !== true || carriesError(row);
}
function readEnvironment(row) {
    const name = readName(row);
    const accessUrl = getText(row, 'accessUrl');
    if (name === undefined) {
        return undefined;
    }
    return {
        name,
        deployed: getBoolean(row, 'deployed'),
        redeployRequired: getBoolean(row, 'redeployRequired'),
        type: getText(row, 'type'),
        accessUrl: accessUrl !== undefined && accessUrl.length <= maxAddressLength ? accessUrl : undefined
    };
}
function readName(row) {
    const [name, ...others] = ['name', 'environmentName']
        .filter(key => getText(row, key) !== undefined)
        .map(key => getField(row, key));
    const isSegment = name?.isWellFormed() === true && name.length <= maxNameLength && !hasDotSegment(name);
    return isSegment && others.every(other => other === name) ? name : undefined;
}
function readHistoryRecord(row) {
    const revision = getField(row, 'revision');
    return {
        revision: Number.isSafeInteger(revision) ? revision : undefined,
        environment: getText(row, 'environment'),
        isDeployment: getBoolean(row, 'deploy'),
        description: getText(row, 'description') ?? ''
    };
}
function readRouteHealth(row) {
    const podsResponded = getField(row, 'podsResponded');
    const list = getField(row, 'pods');
    const pods = (Array.isArray(list) ? list : []).map(readRoutePod);
    const responded = typeof podsResponded === 'number' ? podsResponded : 0;
    return {
        deployedInManager: getBoolean(row, 'deployedInManager'),
        isActive: getField(row, 'routeActive') === true,
        isInconsistent: (getField(row, 'inconsistent') ?? false) !== false,
        podsResponded: responded,
        pods,
        isComplete: getField(row, 'podsActive') === responded && pods.length >= responded
    };
}
function readRoutePod(pod) {
    const error = getField(pod, 'error') ?? '';
    const address = getText(pod, 'workerPodIp') ?? getText(pod, 'podIp') ?? '';
    const host = readHost(address);
    return {
        name: getText(pod, 'podName') ?? (host || 'a worker pod'),
        host,
        isServing: getField(pod, 'routeActive') === true &&
            !isMalformedRow(pod) &&
            !isFailureStatus(getField(pod, 'status')),
        error: error === '' ? undefined : (getText(pod, 'error') ?? 'unknown error')
    };
}
function readHost(address) {
    const url = address.includes('://') ? address : `http://${address}`;
    return URL.canParse(url) ? new URL(url).hostname.replace(/^\[|\]$/g, '') : address;
}
function findEnvironment({ items }, environment) {
    const [row, ...others] = items.filter(({ name }) => name === environment);
    const agrees = ({ deployed, redeployRequired }) => deployed === row?.deployed && redeployRequired === row?.redeployRequired;
    if (row === undefined || others.every(agrees)) {
        return row;
    }
    return { ...row, deployed: undefined, redeployRequired: undefined };
}

;// CONCATENATED MODULE: ./lib/apinizer/client.js






function createApinizerClient(http, options) {
    const { project, signal, onDebug } = options;
    function call(request, limits, parse) {
        const { timeoutMs = options.timeoutMs, retryTimeoutMs = 0, stopRetrying = signal } = limits;
        const { onRetry = () => undefined } = limits;
        const { mayRetry = request.method === 'GET' ? mayReadAgain : () => false } = limits;
        const callOnce = async () => {
            const response = await http.send({ ...request, timeoutMs, signal });
            const result = response.kind === 'complete' ? parse(response) : { ok: false, problem: response };
            onDebug?.(`${request.method} ${request.path}: ${describeResult(result)}`);
            return result;
        };
        const signals = [signal, stopRetrying];
        return retry(callOnce, { retryTimeoutMs, signals, mayRetry, onRetry });
    }
    const knownLists = new Set();
    function list(name, path, readRow, limits = {}) {
        return call({ method: 'GET', path: `/apiops/${path}` }, limits, response => {
            const listing = parseListing(response, readRow);
            if (listing === undefined) {
                const problem = { ...readProblem(response), isKnownCall: knownLists.has(name) };
                return { ok: false, problem };
            }
            knownLists.add(name);
            return { ok: true, value: listing };
        });
    }
    function change(method, target, deployOptions, limits = {}) {
        const environment = encodeURIComponent(target.environment);
        const path = `/apiops/${groupPath(target.group)}/environments/${environment}/`;
        const isEmpty = Object.values(deployOptions).every(value => value === undefined);
        const body = isEmpty ? undefined : JSON.stringify(deployOptions);
        return call({ method, path, body }, limits, response => {
            const json = parseBody(response);
            const isReport = response.status === 200 && isObject(json) && !isCached(response);
            return isReport
                ? { ok: true, value: parseDeployment(json, target) }
                : { ok: false, problem: readProblem(response) };
        });
    }
    const projectPath = `projects/${encodeURIComponent(project)}`;
    const groupPath = (group) => `${projectPath}/apiProxyGroups/${encodeURIComponent(group)}`;
    const listGroupEnvironments = (group, limits) => list('group environments', `${groupPath(group)}/environments/`, readEnvironment, limits);
    return {
        deploy: (target, deployOptions, limits) => change('POST', target, deployOptions, limits),
        undeploy: (target, deployOptions, limits) => change('DELETE', target, deployOptions, limits),
        listGroupEnvironments,
        findEnvironment: async ({ group, environment }, limits) => {
            const result = await listGroupEnvironments(group, limits);
            if (!result.ok) {
                return result;
            }
            const listed = findEnvironment(result.value, environment);
            return { ok: true, value: { listed, isComplete: result.value.isComplete } };
        },
        listEnvironments: async (limits) => {
            const listNewer = (more = {}) => list('environments', `${projectPath}/environments/`, readName, { ...limits, ...more });
            const { mayRetry = mayReadAgain } = limits ?? {};
            const result = await listNewer({
                mayRetry: problem => !mayBeElsewhere(problem) && mayRetry(problem)
            });
            if (result.ok || !mayBeElsewhere(result.problem)) {
                return result;
            }
            const path = `environments/${encodeURIComponent(project)}`;
            const older = await list('older environments', path, readName, {
                ...limits,
                retryTimeoutMs: 0
            });
            return older.ok ? older : listNewer();
        },
        listGroups: (limits) => list('groups', `${projectPath}/apiProxyGroups/`, readName, limits),
        listProjects: (limits) => list('projects', 'projects/', readName, limits),
        listDeployHistory: (group, limits) => list('history', `${groupPath(group)}/deploy-histories/`, readHistoryRecord, limits),
        listApiProxies: (group, limits) => list('API Proxies', `${groupPath(group)}/proxies/forpromotion`, readName, limits),
        listRouteHealth: (apiProxy, environment, limits) => {
            const place = `environments/${encodeURIComponent(environment)}/route-health/`;
            const path = `${projectPath}/apiProxies/${encodeURIComponent(apiProxy)}/${place}`;
            return list('route health', path, readRouteHealth, limits);
        }
    };
}
function readProblem(response) {
    return parseError(response, parseBody(response));
}
function mayBeElsewhere(problem) {
    const isNotFound = problem.kind === 'response' && problem.status === 404;
    return isNotFound || isSilentRefusal(problem);
}
function describeResult(result) {
    return result.ok ? JSON.stringify(result.value) : describeProblem(result.problem);
}
function detectEdition(result) {
    if (result.ok) {
        return result.value.edition;
    }
    return result.problem.kind === 'response' ? result.problem.edition : undefined;
}

;// CONCATENATED MODULE: external "node:buffer"
const external_node_buffer_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:buffer");
;// CONCATENATED MODULE: external "node:http"
const external_node_http_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http");
;// CONCATENATED MODULE: external "node:https"
const external_node_https_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:https");
;// CONCATENATED MODULE: external "node:zlib"
const external_node_zlib_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:zlib");
;// CONCATENATED MODULE: external "node:net"
const external_node_net_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:net");
;// CONCATENATED MODULE: external "node:tls"
const external_node_tls_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:tls");
;// CONCATENATED MODULE: ./lib/apinizer/agent.js




const attemptMs = 1_250;
function createAgent(options, trustSystem) {
    const { url, proxy, caCertificates, clientCertificate, clientKey } = options;
    external_node_net_namespaceObject.setDefaultAutoSelectFamilyAttemptTimeout(attemptMs);
    const common = { keepAlive: false, proxyEnv: { http_proxy: proxy, https_proxy: proxy } };
    if (url.protocol === 'http:') {
        return new external_node_http_namespaceObject.Agent(common);
    }
    const getCas = external_node_tls_namespaceObject.getCACertificates;
    const added = [...caCertificates, ...(trustSystem ? (getCas?.('system') ?? []) : [])];
    return new external_node_https_namespaceObject.Agent({
        ...common,
        rejectUnauthorized: true,
        ...(added.length > 0 && { ca: [...(getCas?.('default') ?? external_node_tls_namespaceObject.rootCertificates), ...added] }),
        ...(clientCertificate !== undefined && { cert: clientCertificate, key: clientKey })
    });
}

;// CONCATENATED MODULE: external "node:crypto"
const external_node_crypto_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:crypto");
;// CONCATENATED MODULE: ./lib/apinizer/tls-failure.js



const probeMs = 2_000;
async function explainTlsFailure(failure, { url, proxy, caCertificates }) {
    if (failure.tlsProblem === 'expired') {
        const expired = caCertificates.map(pem => new external_node_crypto_namespaceObject.X509Certificate(pem)).find(isExpired);
        return expired === undefined
            ? failure
            : { ...failure, tlsProblem: 'expired-ca', detail: `${expired.subject}: ${failure.detail}` };
    }
    const isClosed = failure.kind === 'lost' && failure.httpStatus === undefined;
    const mayWantTls = isClosed && url.protocol === 'http:' && proxy === undefined;
    return mayWantTls && (await speaksTls(url))
        ? { ...failure, kind: 'tls', tlsProblem: 'wants-tls' }
        : failure;
}
function isExpired({ validFrom, validTo }) {
    return Date.now() < Date.parse(validFrom) || Date.now() > Date.parse(validTo);
}
function speaksTls({ hostname, port }) {
    const host = hostname.replace(/^\[|\]$/g, '');
    const socket = external_node_tls_namespaceObject.connect({ host, port: Number(port || 80), timeout: probeMs });
    return new Promise(resolve => {
        const settle = (speaks) => {
            socket.destroy();
            resolve(speaks);
        };
        socket.once('secureConnect', () => {
            settle(true);
        });
        socket.once('timeout', () => {
            settle(false);
        });
        socket.once('error', (error) => {
            const { tlsProblem } = classifyNetworkError(error, { sent: false });
            settle(tlsProblem !== undefined && !['not-tls', 'closed'].includes(tlsProblem));
        });
    });
}

;// CONCATENATED MODULE: ./lib/apinizer/http.js







const maxResponseBytes = 16 * 1024 * 1024;
const maxHeaderBytes = 256 * 1024;
const keepAliveMs = 30_000;
function createHttpClient(options) {
    const agent = createAgent(options, false);
    let systemAgent;
    const send = async (request) => {
        const startedAt = performance.now();
        const usedAgent = systemAgent ?? agent;
        const result = await sendOnce(options, usedAgent, request);
        const isUnknownCa = result.kind === 'tls' && result.tlsProblem === 'unknown-ca';
        const timeoutMs = request.timeoutMs - (performance.now() - startedAt);
        if (!isUnknownCa || timeoutMs <= 0 || usedAgent === systemAgent) {
            return result.kind === 'complete' ? result : explainTlsFailure(result, options);
        }
        systemAgent ??= createAgent(options, true);
        return send({ ...request, timeoutMs });
    };
    return { send };
}
function sendOnce(options, agent, { method, path, body, timeoutMs, signal }) {
    const { url, proxy } = options;
    const isSecure = url.protocol === 'https:';
    const start = isSecure ? external_node_https_namespaceObject.request : external_node_http_namespaceObject.request;
    return new Promise(resolve => {
        const progress = { sent: false };
        let isHandshaking = false;
        let request;
        const settle = (result) => {
            clearTimeout(deadline);
            signal.removeEventListener('abort', cancel);
            resolve(result);
            request?.destroy();
        };
        const fail = (error) => {
            const failure = classifyNetworkError(error, { ...progress, isHandshaking });
            const isProxyDown = failure.kind === 'connect' && proxy !== undefined;
            settle(isProxyDown ? { ...failure, kind: 'proxy' } : failure);
        };
        const giveUp = (kind, detail = '') => {
            settle({ kind, detail, ...progress });
        };
        const cancel = () => {
            giveUp('cancelled');
        };
        const deadline = setTimeout(() => {
            giveUp('timeout');
        }, timeoutMs);
        if (signal.aborted) {
            cancel();
            return;
        }
        signal.addEventListener('abort', cancel);
        try {
            request = start({
                method,
                host: url.hostname.replace(/^\[|\]$/g, ''),
                port: url.port,
                path: url.pathname.replace(/\/$/, '') + path,
                agent,
                maxHeaderSize: maxHeaderBytes,
                headers: createHeaders(options, method, body)
            });
        }
        catch (error) {
            fail(error);
            return;
        }
        request.maxHeadersCount = 0;
        request.on('socket', socket => {
            socket.setKeepAlive(true, keepAliveMs);
            followConnection(socket, stage => {
                isHandshaking = stage === 'handshake';
                progress.sent = stage === 'open';
            });
        });
        request.on('error', fail);
        request.on('upgrade', (_response, socket) => {
            socket.destroy();
            giveUp('malformed', 'The server switched to another protocol.');
        });
        request.on('response', response => {
            progress.httpStatus = response.statusCode ?? 0;
            readBody(response).then(result => {
                if (typeof result === 'string') {
                    giveUp('malformed', result);
                }
                else {
                    const isProxied = !isSecure && proxy !== undefined;
                    const refusal = isProxied ? findProxyRefusal(result, method === 'GET') : undefined;
                    settle(refusal === undefined
                        ? result
                        : { kind: 'proxy', detail: refusal, sent: false, httpStatus: result.status });
                }
            }, fail);
        });
        request.on('close', () => {
            if (progress.httpStatus === undefined) {
                fail(new Error('The connection was closed before the response arrived.'));
            }
        });
        request.end(body === undefined ? undefined : Buffer.from(body));
    });
}
function createHeaders({ token, headers }, method, body) {
    return {
        ...headers,
        accept: 'application/json',
        'cache-control': 'no-cache',
        'accept-encoding': 'identity',
        authorization: `Bearer ${token}`,
        'user-agent': 'deploy-api-proxy-group',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(method !== 'GET' && { 'content-length': Buffer.byteLength(body ?? '') })
    };
}
function followConnection(socket, onStage) {
    const onOpen = () => {
        onStage('open');
    };
    if (socket.secureConnecting === true) {
        socket.once('connect', () => {
            onStage('handshake');
        });
        socket.once('secureConnect', onOpen);
    }
    else if (socket.connecting) {
        socket.once('connect', onOpen);
    }
    else {
        onOpen();
    }
}
function readBody(response) {
    return new Promise((resolve, reject) => {
        const { statusCode: status = 0 } = response;
        const { headers } = response;
        if (headers.age !== undefined) {
            headers.age = response.headersDistinct['age']?.join();
        }
        const chunks = [];
        let size = 0;
        response.on('data', (chunk) => {
            size += chunk.length;
            if (size > maxResponseBytes) {
                resolve('The response is larger than 16 MiB.');
            }
            else {
                chunks.push(chunk);
            }
        });
        response.on('end', () => {
            const bytes = decompress(Buffer.concat(chunks), headers['content-encoding']);
            if (bytes === undefined) {
                resolve('The response’s compression cannot be read.');
            }
            else {
                resolve({ kind: 'complete', status, headers, body: decodeText(bytes, headers) });
            }
        });
        response.on('error', reject);
    });
}
function decompress(bytes, encoding = '') {
    const name = encoding.trim().toLowerCase();
    if (bytes.length === 0 || !/^(x-gzip|gzip|deflate|br)$/.test(name)) {
        return bytes;
    }
    const decode = name === 'br' ? external_node_zlib_namespaceObject.brotliDecompressSync : external_node_zlib_namespaceObject.unzipSync;
    try {
        return decode(bytes, { maxOutputLength: maxResponseBytes });
    }
    catch {
        return undefined;
    }
}
function decodeText(bytes, { 'content-type': type = '' }) {
    const charset = /charset="?([\w-]+)/i.exec(type)?.[1];
    if (charset !== undefined && !(0,external_node_buffer_namespaceObject.isUtf8)(bytes)) {
        try {
            return new TextDecoder(charset, { fatal: true }).decode(bytes);
        }
        catch {
        }
    }
    return bytes.toString();
}
function findProxyRefusal(response, isRead) {
    const [squid = ''] = String(response.headers['x-squid-error'] ?? '').split(' ');
    const refusals = isRead ? /^ERR_(ACCESS|CACHE_ACC|CONN|DNS|CANNOT)/ : /^ERR_DNS/;
    if (response.status === 407) {
        return squid || 'Proxy Authentication Required';
    }
    return refusals.test(squid) ? squid : undefined;
}

;// CONCATENATED MODULE: ./lib/deploy/listing-cache.js

function createListingCache(client) {
    const byGroup = new Map();
    return {
        listGroupEnvironments: (group, limits) => {
            const listing = byGroup.get(group) ?? client.listGroupEnvironments(group, limits);
            byGroup.set(group, listing);
            return listing;
        },
        listEnvironments: once(client.listEnvironments),
        listGroups: once(client.listGroups),
        listProjects: once(client.listProjects),
        findKnownEnvironment: async (group, environment) => {
            const listing = await byGroup.get(group);
            return listing?.ok === true
                ? {
                    listed: findEnvironment(listing.value, environment),
                    isComplete: listing.value.isComplete
                }
                : undefined;
        }
    };
}
function once(call) {
    let result;
    return (...given) => (result ??= call(...given));
}

;// CONCATENATED MODULE: ./lib/apinizer/proxy.js
const proxyExample = 'Use a URL such as `http://proxy.example.com:3128`';
const maxEntriesShown = 5;
function isLoopback(hostname) {
    return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}
function findProxy(url, env) {
    const variable = readVariable(env, url.protocol === 'https:' ? 'https_proxy' : 'http_proxy');
    const noProxy = readVariable(env, 'no_proxy');
    const entries = noProxy.value.split(',').map(entry => entry.trim());
    const isDirect = isLoopback(url.hostname) || entries.some(entry => covers(entry, url));
    if (variable.value === '' || isDirect) {
        return { proxy: undefined, warnings: [] };
    }
    checkQuotes(noProxy);
    return {
        proxy: parseProxy(variable),
        warnings: explainEntries(noProxy.name, entries.filter(isUnusable), url)
    };
}
function readVariable(env, name) {
    const set = [name, name.toUpperCase()].find(spelling => (env[spelling] ?? '') !== '') ?? name;
    return { name: set, value: (env[set] ?? '').trim() };
}
function checkQuotes({ name, value }) {
    if (/["'`]/.test(value)) {
        throw new TypeError(`\`${name}\` contains quotes. Remove them (in a password, write \`"\` as \`%22\`, \`'\` as \`%27\`)`);
    }
}
const hostEnds = { '#': '%23', '/': '%2F', '?': '%3F', '\\': '%5C' };
function checkCredentials({ name, value }) {
    const [, end = ''] = /([#/?\\]).*@/.exec(value.replace(/^https?:\/\//i, '')) ?? [];
    if (end !== '') {
        throw new TypeError(`\`${name}\` has a \`${end}\` in its user name or password. Write it as \`${hostEnds[end] ?? ''}\``);
    }
}
function parseProxy(variable) {
    const { name, value } = variable;
    if (/^file:|\.pac$|wpad\.dat/i.test(value)) {
        throw new TypeError(`\`${name}\` is the address of a PAC file, which is not read. ${proxyExample}`);
    }
    checkQuotes(variable);
    checkCredentials(variable);
    if (/^[a-z][a-z0-9+.-]*:\/\//i.test(value) && !/^https?:/i.test(value)) {
        throw new TypeError(`\`${name}\` names a proxy of another kind than http or https. ${proxyExample}`);
    }
    const address = /^https?:\/\//i.test(value) ? value : `http://${value}`;
    if (!URL.canParse(address)) {
        throw new TypeError(`\`${name}\` is not the address of a proxy. ${proxyExample}`);
    }
    const proxy = new URL(address);
    if (!isPercentEncoded(proxy.username + proxy.password)) {
        throw new TypeError(`\`${name}\` has an invalid percent-encoding in its user name or password. ` +
            'Write a `%` as `%25`');
    }
    return Object.assign(proxy, { pathname: '', search: '', hash: '' });
}
function isPercentEncoded(text) {
    try {
        decodeURIComponent(text);
        return true;
    }
    catch {
        return false;
    }
}
function isUnusable(entry) {
    return entry !== '*' && /[\s*/;?<]|\.$/.test(entry.replace(/^\*\./, ''));
}
function explainEntries(name, unusable, url) {
    if (unusable.length === 0) {
        return [];
    }
    const more = unusable.length - maxEntriesShown;
    const shown = unusable.slice(0, maxEntriesShown).map(entry => `\`${entry.slice(0, 100)}\``);
    const list = `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
    return [
        `The runner’s variable \`${name}\` has entries that cannot be used: ${list}. Requests to ` +
            `\`${url.hostname}\` go through the proxy. Use host names, \`.example.com\`, ` +
            'single IP addresses or `*`, separated by commas.'
    ];
}
function covers(entry, url) {
    if (entry === '*') {
        return true;
    }
    const parts = /^(?<host>\[[^\]]*\]|[^:]*)(?::(?<port>\d+))?$/.exec(entry.toLowerCase())?.groups;
    const host = (parts?.host ?? entry.toLowerCase()).replace(/^\*\./, '.');
    const port = parts?.port;
    const urlPort = url.port || (url.protocol === 'https:' ? '443' : '80');
    if (host === '' || (port !== undefined && port !== urlPort)) {
        return false;
    }
    const name = url.hostname.replace(/^\[|\]$/g, '');
    const bare = host.replace(/^\[|\]$/g, '');
    return bare.startsWith('.') ? name.endsWith(bare) : name === bare || name.endsWith(`.${bare}`);
}

;// CONCATENATED MODULE: ./lib/inputs/parsers.js

class InvalidValue extends Error {
}
const maxDurationMs = 24 * 60 * 60 * 1000;
const maxTokenLength = 8_000;
const maxQuotedLength = 100;
function quote(value) {
    const line = value.replaceAll(/\s+/g, ' ');
    const isLong = line.length > maxQuotedLength;
    return `\`${line.slice(0, maxQuotedLength).toWellFormed()}${isLong ? '…' : ''}\``;
}
function required(parse) {
    return text => {
        if (text === '') {
            throw new InvalidValue('is required, and is empty. A secret or variable that does not exist, or that this job ' +
                'cannot see, arrives empty as well');
        }
        return parse(text);
    };
}
function optional(parse) {
    return text => (text === '' ? undefined : parse(text));
}
const urlExample = 'Use the address of the Apinizer Manager, such as `https://apinizer.example.com`';
function parseUrl(text, allowHttp) {
    if (!/^https?:\/\/\S+$/i.test(text) || !URL.canParse(text)) {
        throw new InvalidValue(`must be a complete http or https URL. ${urlExample}`);
    }
    const url = new URL(text);
    if (url.username !== '' || url.password !== '') {
        throw new InvalidValue('must not contain credentials. Put the token into `token`');
    }
    if (/[?#]/.test(text)) {
        throw new InvalidValue(`must not have a query (\`?\`) or a fragment (\`#\`): that is a page’s address. ${urlExample}`);
    }
    const call = /\/*\/apiops\/+projects(?:\/|$)/i.exec(url.pathname);
    if (call !== null) {
        throw new InvalidValue('is the address of an API call. Use only the part before `/apiops`: ' +
            quote(url.origin + url.pathname.slice(0, call.index)));
    }
    if (url.protocol === 'http:' && !isLoopback(url.hostname) && !allowHttp) {
        throw new InvalidValue('is plain http, which would send the token unencrypted. Use https, ' +
            'or set `allow-http: true` if the token may be read on this network');
    }
    url.pathname = url.pathname.replace(/\/*(?:\/apiops)?\/*$/, '');
    return url;
}
const tokenMistakes = [
    {
        pattern: /^\*+$/,
        problem: 'is `***`, which is how a log shows a secret, not the token itself. ' +
            'Use `${{ secrets.NAME }}`'
    },
    {
        pattern: /\$\{\{/,
        problem: 'contains `${{`, an expression that was not evaluated. ' +
            'Use `${{ secrets.NAME }}` in the workflow, not in a secret or a file'
    },
    {
        pattern: /^(?:\$\w+|\$\{\w+\}|%\w+%|\$env:\w+)$/i,
        problem: 'is the name of a shell variable, which is not expanded in `with:`. ' +
            'Use `${{ secrets.NAME }}` or `${{ env.NAME }}`'
    },
    {
        pattern: /^(["'`])[^]*\1$|^[“‘][^]*[”’]$/,
        problem: 'is in quotes. Remove them: the token itself contains none'
    },
    {
        pattern: /^(?:authorization\s*:|bearer(?:[\s:]|$))/i,
        problem: 'starts with `Bearer`. Use the token alone: the action adds `Bearer` itself'
    },
    {
        pattern: /\s/,
        problem: 'contains white space or a line break. Copy the token again, without any'
    },
    {
        pattern: /[^\x21-\x7e\xa1-\xff]/,
        problem: 'contains a character that no HTTP header can carry. Copy the token again, and nothing else'
    }
];
function parseToken(text) {
    const mistake = tokenMistakes.find(({ pattern }) => pattern.test(text));
    if (mistake !== undefined) {
        throw new InvalidValue(mistake.problem);
    }
    if (text.length > maxTokenLength) {
        throw new InvalidValue(`has ${text.length} characters, and at most ${maxTokenLength} are accepted`);
    }
    return text;
}
function parseChoice(text, choices) {
    const chosen = choices.find(choice => choice === text);
    if (chosen === undefined) {
        const list = choices.map(choice => `\`${choice}\``).join(', ');
        throw new InvalidValue(`must be one of ${list}, not ${quote(text)}`);
    }
    return chosen;
}
function parseBoolean(text) {
    if (!/^(?:true|True|TRUE|false|False|FALSE)$/.test(text)) {
        throw new InvalidValue(`must be \`true\` or \`false\`, not ${quote(text)}`);
    }
    return text.toLowerCase() === 'true';
}
const unitMs = { s: 1_000, m: 60_000, h: 3_600_000 };
function parseDuration(text, least = 1) {
    const [, amount = '', unit = 's'] = /^(\d+)\s*([smh])?$/.exec(text) ?? [];
    const ms = amount === '' ? NaN : Number(amount) * (unitMs[unit] ?? NaN);
    if (!(ms >= least && ms <= maxDurationMs)) {
        const range = least === 0 ? 'at most `24h`, or `0` to try once' : 'above zero, at most `24h`';
        throw new InvalidValue('must be a duration such as `90s`, `10m` or `1h` (a bare number is seconds), ' +
            `${range}, not ${quote(text)}`);
    }
    return ms;
}
function parseCount(text, min, max) {
    if (!/^\d+$/.test(text) || Number(text) < min || Number(text) > max) {
        throw new InvalidValue(`must be a whole number from ${min} to ${max}, not ${quote(text)}`);
    }
    return Number(text);
}

;// CONCATENATED MODULE: ./lib/inputs/headers.js

const reserved = new RegExp('^(authorization|host|accept|accept-encoding|cache-control|user-agent|content-.*|connection|te|' +
    'transfer-encoding|keep-alive|trailer|upgrade|expect|proxy-.*|http2-settings)$', 'i');
function parseHeaders(text) {
    const headers = new Map();
    for (const [index, line] of splitLines(text).entries()) {
        const { name, value } = splitHeader(line);
        const place = `line ${index + 1}`;
        if (name === undefined || !/^[\w!#$%&'*+.^`|~-]+$/.test(name)) {
            throw new InvalidValue(`contains no header in ${place}. Write one \`Name: value\` per line`);
        }
        if (reserved.test(name)) {
            throw new InvalidValue(`sets ${quote(name)} in ${place}, which cannot be changed. Remove it`);
        }
        if (value === '' || !/^[\t\x20-\x7e\x80-\xff]+$/.test(value)) {
            throw new InvalidValue(`has a value for ${quote(name)} in ${place} that is empty or contains characters that no ` +
                'HTTP header can carry');
        }
        if ([...headers.keys()].some(other => other.toLowerCase() === name.toLowerCase())) {
            throw new InvalidValue(`sets ${quote(name)} more than once. Give each header once`);
        }
        headers.set(name, value);
    }
    return Object.fromEntries(headers);
}
function listHeaderSecrets(text) {
    const headers = splitLines(text).map(splitHeader);
    const credentials = headers.flatMap(({ name, value }) => {
        const [, credential] = /^[A-Za-z]+ +(\S{8,})$/.exec(value) ?? [];
        return credential === undefined ? [] : [{ name, value: credential }];
    });
    return [...headers, ...credentials];
}
function splitLines(text) {
    return text
        .split(/\r\n|\r|\n/)
        .map(line => line.trim())
        .filter(line => line !== '');
}
function splitHeader(line) {
    const colon = line.indexOf(':');
    return colon === -1
        ? { name: undefined, value: line }
        : { name: line.slice(0, colon).trimEnd(), value: line.slice(colon + 1).trim() };
}

;// CONCATENATED MODULE: ./lib/runner/secrets.js
const mask = '***';
const minEncodedBytes = 6;
const prefixLength = 8;
const minBeginning = 16;
let allSpellings = [];
const spellingsByPrefix = new Map();
let prefixes = [];
const uriEncoded = [
    /[^\w.!~*'()-]/g,
    /[^\w.*-]/g,
    /[^\w.~-]/g,
    /[^\w.~/-]/g,
    /[^\w.!~*'();/?:@&=+$,#-]/g,
    /[^!$-&(-;=?-~]/g
];
const jsonEncoded = [/(?!)/g, /[^ -~]/g, /[<>&\u2028\u2029]/g, /[<>&='\u2028\u2029]/g];
function registerSecret(secret) {
    const lines = secret
        .replace(/-----(?:BEGIN|END) [A-Z0-9 ]+-----/g, '\n')
        .split(/[\r\n]+/)
        .map(line => line.trim())
        .filter(line => line !== '');
    if (lines.length === 0) {
        return;
    }
    const wholes = new Set(['\n', '\r\n', ' ', ''].map(lineBreak => lines.join(lineBreak)));
    const longLines = lines.filter(line => line.length >= prefixLength);
    const spellings = new Set([...[...wholes].flatMap(listSpellings), ...longLines]);
    for (const spelling of spellings) {
        const prefix = spelling.slice(0, prefixLength);
        spellingsByPrefix.set(prefix, [...(spellingsByPrefix.get(prefix) ?? []), spelling]);
    }
    prefixes = [...spellingsByPrefix.keys()];
    allSpellings = [...allSpellings, ...spellings].sort((one, other) => other.length - one.length);
}
function redact(text) {
    if (!prefixes.some(prefix => text.includes(prefix))) {
        return text;
    }
    return removeBeginnings(allSpellings.reduce((rest, one) => rest.replaceAll(one, mask), text));
}
function removeBeginnings(text) {
    let kept = '';
    let keptTo = 0;
    for (let start = 0; start + prefixLength <= text.length; start += 1) {
        const spellings = spellingsByPrefix.get(text.slice(start, start + prefixLength)) ?? [];
        const end = start + Math.max(0, ...spellings.map(one => measureBeginning(text, start, one)));
        if (end > start) {
            kept += text.slice(keptTo, start) + mask;
            keptTo = end;
            start = end - 1;
        }
    }
    return kept + text.slice(keptTo);
}
function measureBeginning(text, start, spelling) {
    let length = prefixLength;
    while (length < spelling.length && text[start + length] === spelling[length]) {
        length += 1;
    }
    const isCut = start + length === text.length && length >= spelling.length / 2;
    return isCut || length >= minBeginning ? length : 0;
}
function listSpellings(secret) {
    const latin1 = Buffer.from(secret, 'latin1');
    const isLatin1 = latin1.toString('latin1') === secret;
    const encodings = [Buffer.from(secret), ...(isLatin1 ? [latin1] : [])];
    const long = encodings.filter(bytes => bytes.length >= minEncodedBytes);
    const isPlain = /^[\w-]+$/.test(secret);
    const texts = isPlain ? [] : listTextSpellings(secret, encodings);
    return [
        secret,
        ...texts,
        ...long.flatMap(bytes => [bytes.toString('hex'), bytes.toString('hex').toUpperCase()]),
        ...long.flatMap(bytes => [0, 1, 2].flatMap(shift => listBase64Spellings(bytes, shift)))
    ];
}
function listTextSpellings(secret, encodings) {
    return [
        ...encodings.flatMap(listUriSpellings),
        ...listJsonSpellings(secret),
        ...listHtmlSpellings(secret)
    ];
}
function listUriSpellings(bytes) {
    return uriEncoded
        .flatMap(pattern => escapeInHex(bytes.toString('latin1'), pattern, '%', 2))
        .flatMap(text => [text, text.replaceAll('%20', '+')])
        .flatMap(text => [text, text.replaceAll('%', '%25')]);
}
function listJsonSpellings(secret) {
    return ['/', '\\/'].flatMap(slash => {
        const encode = (text) => JSON.stringify(text).slice(1, -1).replaceAll('/', slash);
        return jsonEncoded
            .flatMap(pattern => escapeInHex(encode(secret), pattern, '\\u', 4))
            .flatMap(text => [text, encode(text)]);
    });
}
function escapeInHex(text, pattern, prefix, digits) {
    const toHex = (unit) => unit.charCodeAt(0).toString(16).padStart(digits, '0');
    return [
        text.replace(pattern, unit => prefix + toHex(unit)),
        text.replace(pattern, unit => prefix + toHex(unit).toUpperCase())
    ];
}
function listHtmlSpellings(secret) {
    return [secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')]
        .flatMap(text => ['"', '&quot;', '&#34;'].map(quote => text.replaceAll('"', quote)))
        .flatMap(text => ["'", '&#39;', '&#039;', '&#x27;', '&apos;'].map(one => text.replaceAll("'", one)))
        .flatMap(text => ['/', '&#x2F;'].map(slash => text.replaceAll('/', slash)));
}
function listBase64Spellings(bytes, shift) {
    const base64 = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
    const own = base64.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + bytes.length) * 8) / 6));
    return ['+/', '-_', ['%2B', '%2F'], ['%2b', '%2f'], ['+', '\\/']].map(([plus = '', slash = '']) => own.replaceAll('+', plus).replaceAll('/', slash));
}

;// CONCATENATED MODULE: ./lib/inputs/mask.js


const minLength = 6;
function findMaskProblem(secret) {
    if (secret.length < minLength) {
        return `it is shorter than ${minLength} characters`;
    }
    const input = ['url', 'project', 'group', 'environment'].find(name => getInput(name).includes(secret));
    return input && `it occurs in \`${input}\``;
}
function mask_mask(secret) {
    if (secret.trim() !== '') {
        setSecret(secret);
        registerSecret(secret);
    }
}

;// CONCATENATED MODULE: ./lib/inputs/names.js



function parseName(name) {
    const [control] = /[\p{Cc}\u2028\u2029]/u.exec(name) ?? [];
    if (control !== undefined) {
        const code = control.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
        throw new InvalidValue(`contains a line break or control character (U+${code}) in the name ${quote(name)}`);
    }
    const mistake = mistakes.find(({ pattern }) => pattern.test(name));
    if (mistake !== undefined) {
        throw new InvalidValue(`contains the name ${quote(name)}, ${mistake.problem}`);
    }
    if (!name.isWellFormed()) {
        throw new InvalidValue(`contains broken Unicode in the name ${quote(name)}`);
    }
    if (name.length > maxNameLength) {
        throw new InvalidValue(`contains a name of ${name.length} characters, and at most ${maxNameLength} are accepted`);
    }
    if (hasDotSegment(name)) {
        throw new InvalidValue(`contains the name ${quote(name)}, in which \`.\` or \`..\` stands alone or between slashes. ` +
            'A gateway could turn that into the path of another project or group');
    }
    return name;
}
const mistakes = [
    {
        pattern: /\*{3}/,
        problem: 'in which `***` stands for a masked value. Write the name itself, and keep it out of secrets'
    },
    {
        pattern: /\$\{\{/,
        problem: 'with an expression that was not evaluated. Use `${{ }}` in the workflow, not in a variable or a file'
    },
    {
        pattern: /^(?:Array|Object)$|\[object \w+\]/,
        problem: 'which is what an expression makes of a list or an object. Use `${{ toJSON(…) }}` for a list of names'
    },
    {
        pattern: /\\n/,
        problem: 'with a line break that is written out. Give one name per line, or a JSON array'
    }
];
function parseEnvironments(text) {
    const names = parseList(text);
    const pattern = names.find(name => name.includes('*'));
    if (pattern !== undefined) {
        throw new InvalidValue(`contains ${quote(pattern)}, and environments take no patterns. Give the name of each`);
    }
    return names;
}
function parsePlaceholders(text) {
    const unknown = /\{(?!environment\}|project\})[^}]*\}?/.exec(text)?.[0];
    if (unknown !== undefined) {
        throw new InvalidValue(`contains ${quote(unknown)}. The placeholders are \`{environment}\` and \`{project}\``);
    }
    return text;
}
function parseList(text) {
    const isJson = /^\[(?!object )/.test(text);
    const names = isJson ? parseJsonList(text) : parseLines(text);
    const seen = new Set();
    for (const name of names) {
        parseName(name);
        const key = name.normalize('NFC');
        if (seen.has(key)) {
            throw new InvalidValue(`contains ${quote(name)} more than once. Give each name once`);
        }
        seen.add(key);
    }
    return names;
}
function parseGroups(text) {
    const entries = parseList(text);
    if (entries.includes('!')) {
        throw new InvalidValue('contains a `!` without a name behind it');
    }
    const excluded = entries.find(entry => entries.includes(`!${entry}`));
    if (excluded !== undefined) {
        throw new InvalidValue(`both contains and excludes ${quote(excluded)}. Remove one of the two`);
    }
    if (entries.every(entry => entry.startsWith('!'))) {
        throw new InvalidValue('only excludes groups. Give at least one name or pattern, such as `*`');
    }
    return entries;
}
function parseJsonList(text) {
    const names = parseJson(text);
    if (!Array.isArray(names) || !names.every(isNotBlank)) {
        throw new InvalidValue('starts with `[` and is not a JSON array of names. ' +
            'Write `["First", "Second"]`, or one name per line');
    }
    if (names.length === 0) {
        throw new InvalidValue('is an empty list. Give at least one name');
    }
    return names;
}
function isNotBlank(value) {
    return typeof value === 'string' && value.trim() !== '';
}
function parseLines(text) {
    const lines = text
        .split(/\r\n|\r|\n/)
        .map(line => line.trim())
        .filter(line => line !== '');
    for (const line of lines) {
        checkLine(line);
    }
    return lines;
}
const otherForms = [
    { pattern: /^#|\s#\s/, form: 'a comment' },
    { pattern: /^-(?:\s|$)/, form: 'a YAML list item' },
    { pattern: /[,;]/, form: 'a comma or semicolon' },
    { pattern: /^(["'`]).*\1$/, form: 'quotes' }
];
function checkLine(line) {
    const other = otherForms.find(({ pattern }) => pattern.test(line));
    if (other === undefined) {
        return;
    }
    const names = line
        .replace(/^#.*|\s#\s.*/, '')
        .split(/[,;]/)
        .map(part => part.trim().replaceAll(/^(?:-(?:\s+|$))?["'`]?|["'`]$/g, ''))
        .filter(isNotBlank);
    const remedy = names.length === 0
        ? 'Remove that line'
        : `Give one name per line: ${names.map(quote).join(', then ')}`;
    throw new InvalidValue(`contains ${other.form} in the line ${quote(line)}. ${remedy}. ` +
        `If it is part of a name, use a JSON array: ${quote(JSON.stringify([line]))}`);
}

;// CONCATENATED MODULE: external "node:os"
const external_node_os_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:os");
;// CONCATENATED MODULE: external "node:path"
const external_node_path_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:path");
;// CONCATENATED MODULE: ./lib/inputs/pem.js





function readCertificates(value) {
    return readBlocks(value, 'CERTIFICATE');
}
function readPrivateKey(value) {
    const [key = '', ...others] = readBlocks(value, 'PRIVATE KEY');
    if (others.length > 0) {
        throw new InvalidValue(`contains ${others.length + 1} private keys. Keep only one`);
    }
    return key;
}
function isKeyOfCertificate(key, certificate) {
    return new external_node_crypto_namespaceObject.X509Certificate(certificate).checkPrivateKey((0,external_node_crypto_namespaceObject.createPrivateKey)(key));
}
function isFilePath(value) {
    if (/-----BEGIN|[\r\n]/.test(value) || value.length > 4_096) {
        return false;
    }
    const isBase64 = /^(?:M[\w+/=]{39,}|[\w+/= -]{64,})$/.test(value.replaceAll(/\\+[rn]/g, ''));
    const looksLikePath = /^[\p{L}\p{N}_ ./\\:~@+()-]*$/u.test(value.replace(shellVariable, ''));
    return (looksLikePath && !isBase64) || external_node_fs_namespaceObject.existsSync(resolvePath(value));
}
const shellVariable = /^(?:\$\w+|\$\{\w+\}|%\w+%|\$env:\w+)(?=[/\\])/i;
function readBlocks(value, kind) {
    const isPath = isFilePath(value);
    const content = decodeBase64(isPath ? readFile(value) : Buffer.from(value));
    const blocks = findBlocks(toText(content));
    const wanted = blocksOf(kind, blocks);
    const pems = wanted.length > 0 ? wanted.map(toCleanPem) : listDerReadings(content, kind);
    if (pems.length === 0 || !pems.every(canBeRead)) {
        const subject = isPath ? `names the file \`${resolvePath(value)}\`, which ` : '';
        throw new InvalidValue(subject + explainUnusable(blocks, kind));
    }
    return pems;
}
function resolvePath(value) {
    return external_node_path_namespaceObject.resolve(value.replace(/^~(?=[/\\])/, () => external_node_os_namespaceObject.homedir()));
}
function readFile(value) {
    const file = resolvePath(value);
    try {
        return external_node_fs_namespaceObject.readFileSync(file);
    }
    catch (error) {
        const { code = 'unknown error' } = error;
        const problem = code === 'ENOENT' ? explainMissing(value) : `cannot be read (${code})`;
        throw new InvalidValue(`is neither PEM text nor a file that can be read: \`${file}\` ${problem}`);
    }
}
function explainMissing(value) {
    if (shellVariable.test(value)) {
        return 'does not exist. Variables of a shell are not expanded here: use `${{ }}`';
    }
    return /^(?:[~/\\]|[a-z]:)/i.test(value)
        ? 'does not exist. In a job with `container:`, `${{ github.workspace }}` is the host’s path: ' +
            'write the path as it is below the workspace'
        : 'does not exist. A relative path starts in the workspace, which is empty before `actions/checkout`';
}
function decodeBase64(content) {
    const compact = toText(content).replaceAll(/\\+[rn]|\s/g, '');
    return /^[A-Za-z0-9+/]{64,}={0,2}$/.test(compact) ? Buffer.from(compact, 'base64') : content;
}
function toText(content) {
    return content.toString(content[0] === 0xff && content[1] === 0xfe ? 'utf16le' : 'utf8');
}
function findBlocks(text) {
    const label = '([A-Z0-9]+(?:\\s+[A-Z0-9]+)*)';
    const pattern = `-----BEGIN\\s+${label}-----((?:(?!-----)[^])*)-----END\\s+${label}-----`;
    const matches = text.replaceAll(/\\+[rn]/g, '\n').matchAll(new RegExp(pattern, 'g'));
    return Array.from(matches, ([, begin = '', body = '']) => ({
        label: begin.replaceAll(/\s+/g, ' '),
        body
    }));
}
function blocksOf(kind, blocks) {
    return blocks.filter(({ label }) => label === kind || label.endsWith(` ${kind}`));
}
function toCleanPem({ label, body }) {
    const lines = body.replaceAll(/\s+/g, '').match(/.{1,64}/g) ?? [];
    return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`].join('\n');
}
function listDerReadings(content, kind) {
    const forms = kind === 'CERTIFICATE' ? [''] : ['', 'RSA ', 'EC '];
    const body = content.toString('base64');
    const pem = forms.map(form => toCleanPem({ label: form + kind, body })).find(canBeRead);
    return pem === undefined ? [] : [pem];
}
function canBeRead(pem) {
    try {
        if (pem.includes('CERTIFICATE-----')) {
            new external_node_crypto_namespaceObject.X509Certificate(pem);
        }
        else {
            (0,external_node_crypto_namespaceObject.createPrivateKey)(pem);
        }
        return true;
    }
    catch {
        return false;
    }
}
const names = { CERTIFICATE: 'certificate', 'PRIVATE KEY': 'private key' };
function explainUnusable(blocks, kind) {
    const wanted = blocksOf(kind, blocks);
    const other = kind === 'CERTIFICATE' ? 'PRIVATE KEY' : 'CERTIFICATE';
    if (wanted.length === 0 && blocksOf(other, blocks).length > 0) {
        return `contains a ${names[other]}, but a ${names[kind]} is expected here`;
    }
    if (wanted.some(({ label, body }) => /ENCRYPTED/.test(label + body))) {
        return ('contains an encrypted private key, and there is no input for its passphrase. ' +
            'Decrypt it: `openssl pkey -in encrypted.pem -out key.pem`');
    }
    return (`cannot be read as a ${names[kind]}. It must be complete, in PEM or DER form; ` +
        'convert other forms, such as PKCS#12, with `openssl`');
}

;// CONCATENATED MODULE: ./lib/inputs/proxy-input.js


function findMaskedProxy(url) {
    const choice = findProxy(url, process.env);
    const { username = '', password = '' } = choice.proxy ?? {};
    if (password === '') {
        return choice;
    }
    const decoded = decodeURIComponent(password);
    const pair = `${decodeURIComponent(username)}:${decoded}`;
    const secrets = [...new Set([password, decoded, pair])];
    secrets.filter(secret => findMaskProblem(secret) === undefined).forEach(mask_mask);
    const problem = findMaskProblem(decoded);
    return problem === undefined
        ? choice
        : {
            ...choice,
            warnings: [...choice.warnings, `The proxy’s password is not masked: ${problem}.`]
        };
}
function readProxy(url, { problems, warnings }) {
    try {
        const choice = findMaskedProxy(url);
        warnings.push(...choice.warnings);
        if (choice.proxy !== undefined) {
            problems.push(...checkNodeCanProxy(url));
        }
        return choice.proxy;
    }
    catch (error) {
        if (!(error instanceof TypeError)) {
            throw error;
        }
        problems.push(`The runner’s variable ${error.message}.`);
        return undefined;
    }
}
function checkNodeCanProxy(url) {
    const { node } = process.versions;
    const [major = 0, minor = 0] = node.split('.').map(Number);
    return major > 24 || (major === 24 && minor >= 5)
        ? []
        : [
            `A proxy is set for ${url.origin}, but this runner’s Node ${node} cannot use one. Update ` +
                'the runner to 2.328.0 or later, which brings Node 24.5, or put the host into `no_proxy`.'
        ];
}

;// CONCATENATED MODULE: ./lib/inputs/tls-variable.js
function removeTlsVariable(env) {
    if (env['NODE_TLS_REJECT_UNAUTHORIZED'] !== '0') {
        return [];
    }
    delete env['NODE_TLS_REJECT_UNAUTHORIZED'];
    return [
        'NODE_TLS_REJECT_UNAUTHORIZED is 0: this action still checks certificates, but other steps ' +
            'of this job do not. Remove the variable, and set `ca-certificate`.'
    ];
}

;// CONCATENATED MODULE: ./lib/inputs/inputs.js








class InputError extends Error {
}
const maxTargets = 2_000;
const defaults = {
    operation: 'deploy',
    'skip-if-current': 'false',
    verify: 'none',
    'verify-timeout': '2m',
    timeout: '10m',
    'retry-timeout': '5m',
    'max-parallel': '1',
    'fail-fast': 'true',
    'allow-http': 'false',
    'github-environment': '{environment}'
};
function readInputs() {
    maskSecretInputs();
    const findings = { problems: [], warnings: maskHeaders() };
    const draft = readEach(findings);
    const problems = [...findings.problems, ...checkTogether(draft)];
    if (problems.length > 0) {
        throw new InputError(problems.join('\n'));
    }
    findings.warnings.push(...findIgnored(draft), ...removeTlsVariable(process.env));
    return draft;
}
function maskSecretInputs() {
    const clientKey = getInput('client-key');
    const secrets = [
        getInput('token').replace(/^bearer(?:\s+|$)/i, ''),
        getInput('github-token'),
        isFilePath(clientKey) ? '' : clientKey
    ];
    secrets.forEach(mask_mask);
}
function maskHeaders() {
    const secrets = listHeaderSecrets(getInput('headers')).map(header => ({
        ...header,
        problem: findMaskProblem(header.value)
    }));
    for (const { value } of secrets.filter(({ problem }) => problem === undefined)) {
        mask_mask(value);
    }
    return secrets
        .filter(({ problem }) => problem !== undefined)
        .map(({ name = '', problem = '' }) => `The value of header \`${name}\` is not masked: ${problem}. Names are never masked.`);
}
function readEach({ problems, warnings }) {
    const read = (input, parse) => {
        try {
            return parse(inputs_readText(input));
        }
        catch (error) {
            if (!(error instanceof InvalidValue)) {
                throw error;
            }
            problems.push(`Input \`${input}\` ${error.message}.`);
            return undefined;
        }
    };
    const allowHttp = read('allow-http', parseBoolean);
    const url = read('url', required(text => parseUrl(text, allowHttp ?? true)));
    const draft = {
        url,
        token: read('token', required(parseToken)),
        project: read('project', required(parseName)),
        groups: read('group', required(parseGroups)),
        environments: read('environment', required(parseEnvironments)),
        operation: read('operation', text => parseChoice(text, ['deploy', 'undeploy', 'check', 'verify'])),
        description: read('description', text => text || undefined),
        persistent: read('persistent', optional(parseBoolean)),
        skipIfCurrent: read('skip-if-current', parseBoolean),
        verify: read('verify', text => parseChoice(text, ['none', 'environment', 'routes'])),
        verifyTimeoutMs: read('verify-timeout', text => parseDuration(text)),
        timeoutMs: read('timeout', text => parseDuration(text)),
        retryTimeoutMs: read('retry-timeout', text => parseDuration(text, 0)),
        maxParallel: read('max-parallel', text => parseCount(text, 1, 100)),
        failFast: read('fail-fast', parseBoolean),
        headers: read('headers', parseHeaders),
        caCertificates: read('ca-certificate', text => optional(readCertificates)(text) ?? []),
        clientCertificate: read('client-certificate', optional(readCertificates))?.join('\n'),
        clientKey: read('client-key', optional(readMaskedKey)),
        githubToken: read('github-token', optional(parseToken)),
        githubEnvironment: read('github-environment', parsePlaceholders),
        proxy: url && readProxy(url, { problems, warnings }),
        warnings
    };
    const isVerification = draft.operation === 'verify' && draft.verify === 'none';
    return isVerification ? { ...draft, verify: 'environment' } : draft;
}
function inputs_readText(input) {
    return getInput(input) || (defaults[input] ?? '');
}
function readMaskedKey(text) {
    const key = readPrivateKey(text);
    mask_mask(key);
    return key;
}
const minTokenLength = 6;
function checkTogether(draft) {
    const { groups = [], environments = [], operation, verify, clientCertificate, clientKey } = draft;
    const targets = groups.length * environments.length;
    const hasCertificate = getInput('client-certificate') !== '';
    const hasKey = getInput('client-key') !== '';
    const names = [draft.project ?? '', ...groups, ...environments];
    const hasToken = (name) => name.includes(draft.token ?? '');
    const areRead = clientCertificate !== undefined && clientKey !== undefined;
    const rules = [
        {
            isBroken: targets > maxTargets,
            problem: `Inputs \`group\` and \`environment\` make ${targets} targets, ` +
                `and at most ${maxTargets} are accepted. Spread them over several jobs.`
        },
        {
            isBroken: hasCertificate && !hasKey,
            problem: 'Input `client-key` is missing: `client-certificate` needs it.'
        },
        {
            isBroken: hasKey && !hasCertificate,
            problem: 'Input `client-certificate` is missing: `client-key` needs it.'
        },
        {
            isBroken: areRead && !isKeyOfCertificate(clientKey, clientCertificate),
            problem: 'Input `client-key` does not belong to the first certificate in `client-certificate`. ' +
                'Use the key of that certificate, or put the certificate of this key first.'
        },
        {
            isBroken: (draft.token?.length ?? 0) >= minTokenLength && names.some(hasToken),
            problem: 'Inputs `project`, `group` and `environment` must not contain the token: names are never masked. ' +
                'Check which secret each input reads.'
        },
        {
            isBroken: operation === 'check' && (verify ?? 'none') !== 'none',
            problem: 'Input `verify` cannot be used with `operation: check`, which tells whether a ' +
                'deployment would be accepted, not what is live. ' +
                'Remove `verify`, or use `operation: verify`.'
        },
        {
            isBroken: operation !== 'check' && verify === 'none' && differsFromDefault('verify-timeout'),
            problem: 'Input `verify-timeout` has no effect with `verify: none`. ' +
                'Set `verify` to `environment` or `routes`, or remove `verify-timeout`.'
        }
    ];
    return rules.filter(({ isBroken }) => isBroken).map(({ problem }) => problem);
}
function differsFromDefault(input) {
    return inputs_readText(input) !== (defaults[input] ?? '');
}
const forChanges = [
    'skip-if-current',
    'github-token',
    'github-environment',
    'description',
    'persistent'
];
const ignoredBy = {
    deploy: [],
    undeploy: ['skip-if-current'],
    verify: forChanges,
    check: [...forChanges, 'verify-timeout']
};
function findIgnored({ operation, skipIfCurrent, githubToken }) {
    if (operation === undefined) {
        return [];
    }
    const warnings = ignoredBy[operation]
        .filter(input => (input === 'skip-if-current' ? skipIfCurrent : differsFromDefault(input)))
        .map(input => `Input \`${input}\` has no effect with \`operation: ${operation}\`.`);
    const lacksToken = githubToken === undefined &&
        differsFromDefault('github-environment') &&
        !ignoredBy[operation].includes('github-environment');
    return lacksToken
        ? [...warnings, 'Input `github-environment` has no effect without `github-token`.']
        : warnings;
}

;// CONCATENATED MODULE: ./lib/deploy/concurrency.js
const maxAtOnce = 8;
async function inBatches(items, work) {
    const results = [];
    for (let from = 0; from < items.length; from += maxAtOnce) {
        const batch = items.slice(from, from + maxAtOnce);
        results.push(...(await Promise.all(batch.map(work))));
    }
    return results;
}
function createQueue(maxRunning) {
    let free = maxRunning;
    const waiting = [];
    return async (work) => {
        if (free > 0) {
            free -= 1;
        }
        else {
            await new Promise(resolve => waiting.push(resolve));
        }
        try {
            return await work();
        }
        finally {
            const next = waiting.shift();
            free += next === undefined ? 1 : 0;
            next?.();
        }
    };
}

;// CONCATENATED MODULE: ./lib/deploy/names.js
const maxAvailable = 10;
const minPrefixLength = 3;
function matchName(name, available, kind) {
    if (available.includes(name)) {
        return { state: 'listed' };
    }
    const listed = available.find(one => one.normalize() === name.normalize());
    return listed === undefined
        ? { state: 'missing', missing: diagnoseName(name, available, kind) }
        : { state: 'other-form', listed };
}
function diagnoseName(name, available, kind) {
    const nearest = findNearest(name, available);
    return {
        ...kind,
        name,
        ...(nearest !== undefined && { nearest }),
        available: available.slice(0, maxAvailable),
        more: Math.max(0, available.length - maxAvailable)
    };
}
function explainSpecialCharacters({ group, environment }, project, problem) {
    const isRefused = problem.kind === 'response' && [400, 401, 403, 404].includes(problem.status);
    return isRefused && /[/\\%;]/.test(project + group + environment)
        ? 'Many servers refuse `/`, `\\`, `%` and `;` in a path, so that a name with one of them cannot be used: rename it.'
        : '';
}
const otherForm = 'The name exists in another Unicode form, which looks the same: copy it from the Manager.';
function findNearest(name, available) {
    const wanted = simplify(name);
    const candidates = available.map(candidate => ({ candidate, simple: simplify(candidate) }));
    const [extended, ...others] = candidates.filter(({ simple }) => simple.startsWith(wanted));
    if (extended !== undefined && others.length === 0 && wanted.length >= minPrefixLength) {
        return extended.candidate;
    }
    const maxEdits = Math.max(1, Math.floor(wanted.length / 4));
    const [best] = candidates
        .map(({ candidate, simple }) => ({ candidate, edits: countEdits(wanted, simple, maxEdits) }))
        .filter(({ edits }) => edits <= maxEdits)
        .sort((one, other) => one.edits - other.edits);
    return best?.candidate;
}
function simplify(name) {
    return name
        .normalize('NFKC')
        .toLowerCase()
        .replace(/[\s\p{P}]/gu, '');
}
function countEdits(one, other, limit) {
    const columns = Array.from(other);
    let row = [0, ...columns.map((_, index) => index + 1)];
    for (const [index, character] of Array.from(one).entries()) {
        const next = [index + 1];
        for (const [column, otherCharacter] of columns.entries()) {
            const replaced = (row[column] ?? 0) + (character === otherCharacter ? 0 : 1);
            next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
        }
        row = next;
        if (Math.min(...row) > limit) {
            return Infinity;
        }
    }
    return row.at(-1) ?? 0;
}

;// CONCATENATED MODULE: ./lib/deploy/outcome.js
function nameTarget({ group, environment }) {
    return `${group} on ${environment}`;
}
function isGreen({ status }) {
    return status === 'succeeded' || status === 'current' || status === 'pending';
}
function isRed(verdict) {
    return !isGreen(verdict) && verdict.status !== 'not-attempted';
}
function isPartlyDone({ reason, pods = [] }) {
    const succeeded = pods.filter(({ success }) => success).length;
    return reason === 'deployment-failed' && succeeded > 0 && succeeded < pods.length;
}
function describeDiagnosis({ kind, name, project, nearest, available, more }, show = name => name) {
    const owner = kind === 'project' ? 'The token’s user sees no' : `Project ${show(project)} has no`;
    const noun = kind === 'pattern' ? 'group that matches' : kind;
    return {
        statement: `${owner} ${noun} ${show(name)}.`,
        question: nearest === undefined ? '' : `Did you mean ${show(nearest)}?`,
        available: join(explainDifference(name, nearest), describeAvailable(available, more, show))
    };
}
function describeAvailable(available, more, show) {
    if (available === undefined) {
        return '';
    }
    const rest = more > 0 ? ` and ${more} more` : '';
    return available.length === 0
        ? 'None is available.'
        : `Available: ${available.map(show).join(', ')}${rest}.`;
}
function explainDifference(name, nearest = '') {
    if (nearest.trim() === name.trim()) {
        return 'One of the two begins or ends with a space: in a JSON array, write the name as the Manager has it.';
    }
    return nearest.toLowerCase() === name.toLowerCase() ? 'Names are case-sensitive.' : '';
}
function joinMessage({ serverMessage, diagnoses = [], explanation }) {
    const sentences = diagnoses.flatMap(one => Object.values(describeDiagnosis(one)));
    return [serverMessage.trim(), ...sentences, explanation]
        .filter(text => text !== '')
        .map((text, index, { length }) => index === length - 1 || /[.!?]$/.test(text) ? text : `${text}.`)
        .join(' ');
}
function notAttempted(target, reason, explanation) {
    return {
        target,
        durationMs: 0,
        status: 'not-attempted',
        reason,
        serverMessage: '',
        explanation
    };
}
function summarizeResult(outcomes, cancelled) {
    if (cancelled) {
        return 'cancelled';
    }
    if (outcomes.some(({ status }) => status === 'unknown')) {
        return 'unknown';
    }
    const green = outcomes.filter(isGreen).length;
    if (green === 0) {
        return 'failure';
    }
    return green === outcomes.length ? 'success' : 'partial';
}
function listFailedEnvironments(outcomes) {
    const failed = outcomes.filter(outcome => !isGreen(outcome));
    return [...new Set(failed.map(({ target }) => target.environment))];
}
function listFailedGroups(outcomes) {
    return [...new Set(outcomes.filter(isRed).map(({ target }) => target.group))];
}
function countByStatus(outcomes) {
    const counts = { succeeded: 0, current: 0, pending: 0, failed: 0, unknown: 0, 'not-attempted': 0 };
    for (const { status } of outcomes) {
        counts[status] += 1;
    }
    return counts;
}
function isHealthy({ success, served }) {
    return success && served !== false;
}
function sortFailedFirst(pods) {
    return pods.toSorted((one, other) => Number(isHealthy(one)) - Number(isHealthy(other)));
}
function join(...sentences) {
    return sentences.filter(sentence => sentence !== '').join(' ');
}

;// CONCATENATED MODULE: ./lib/deploy/duration.js
function formatDuration(ms) {
    if (ms < 999.5) {
        return `${Math.round(ms)} ms`;
    }
    if (ms < 10_000 && ms % 1000 !== 0) {
        return `${(ms / 1000).toFixed(1)} s`;
    }
    const seconds = Math.round(ms / 1000);
    const parts = [
        [Math.floor(seconds / 3600), 'h'],
        [Math.floor(seconds / 60) % 60, 'min'],
        [seconds % 60, 's']
    ];
    return parts
        .filter(([amount]) => amount > 0)
        .map(([amount, unit]) => `${amount} ${unit}`)
        .join(' ');
}

;// CONCATENATED MODULE: ./lib/deploy/reasons.js
const deployPermissions = 'API_MANAGEMENT with MANAGE and DEPLOY_UNDEPLOY ' +
    '(older servers: ROLE_MANAGE_PROXY_GROUPS and ROLE_DEPLOY_UNDEPLOY_PROXIES)';
const noRouteHealth = 'This server cannot tell which routes its worker pods serve (Apinizer before 2026.09): use `verify: environment`.';
const checkHistory = 'Check in the Apinizer Manager what is deployed before you run this job again.';
const reasons = {
    deployed: { label: 'Deployed', remedy: '' },
    undeployed: { label: 'Undeployed', remedy: '' },
    verified: { label: 'Verified', remedy: '' },
    current: { label: 'Already current', remedy: '' },
    checked: { label: 'Checked', remedy: '' },
    'not-attempted': { label: 'Not attempted', remedy: '' },
    cancelled: {
        label: 'Cancelled',
        remedy: 'Nothing was rolled back, and the server may still complete the request: ' +
            'check the environment in the Apinizer Manager.'
    },
    rejected: {
        label: 'Rejected',
        remedy: 'Check the names (they are case-sensitive), and that the token’s user has access to the ' +
            `project and the environment and may deploy there: ${deployPermissions}.`
    },
    unauthorized: {
        label: 'Unauthorized',
        remedy: 'Create a new token in the Apinizer Manager under My Profile, Create API Token, ' +
            'and store it in the secret that the `token` input reads.'
    },
    forbidden: {
        label: 'Forbidden',
        remedy: 'Give the token’s user access to the project and the environment, and ' +
            `${deployPermissions}.`
    },
    'not-found': {
        label: 'Not found',
        remedy: 'Check the names of project, group and environment (they are case-sensitive), and that ' +
            '`url` is the address of the Apinizer Manager, with its path prefix if it has one.'
    },
    conflict: {
        label: 'Conflict',
        remedy: 'If a change of the group is in progress (it may be this very request, repeated by a gateway), wait for it to ' +
            'finish and check the deploy history, then run this job again.'
    },
    'rate-limited': {
        label: 'Rate limited',
        remedy: 'Raise `retry-timeout`, lower `max-parallel`, or run this job again later.'
    },
    'server-error': {
        label: 'Server error',
        remedy: 'Check the log of the Apinizer Manager, and of any gateway in front of it.'
    },
    'gateway-timeout': {
        label: 'Gateway gave up waiting',
        remedy: `${checkHistory} Then raise the response timeout of the gateway in front of the Manager (nginx: ` +
            '`proxy_read_timeout`, 60 s by default) above that of the worker pods, 30 to 120 s.',
        docs: 'gateway-timeouts'
    },
    'deployment-failed': {
        label: 'Deployment failed',
        remedy: 'Check the group and the environment’s worker pods in the Apinizer Manager, then run this ' +
            'job again.'
    },
    'unexpected-response': {
        label: 'Unexpected response',
        remedy: 'Check that `url` is the address of the Apinizer Manager and not of a login page or a ' +
            'portal, and check in the Manager what is deployed.',
        docs: 'responses-that-are-not-the-managers'
    },
    redirected: {
        label: 'Redirected',
        remedy: 'Set `url` to the Manager’s own address. Redirects are never followed, so that the token ' +
            'reaches no other server.',
        docs: 'redirects'
    },
    timeout: {
        label: 'Timed out',
        remedy: 'Raise `timeout` if deployments take this long.',
        docs: 'time-limits'
    },
    'connection-failed': {
        label: 'Could not connect',
        remedy: 'Check `url`, and that the runner can reach that host and port.',
        docs: 'could-not-connect'
    },
    'connection-lost': {
        label: 'Response lost',
        remedy: checkHistory,
        docs: 'lost-responses'
    },
    tls: {
        label: 'Certificate or TLS',
        remedy: 'Set `ca-certificate` to your company’s CA, or fix the certificate on the server.',
        docs: 'certificates'
    },
    'not-verified': {
        label: 'Not verified',
        remedy: 'Check the environment’s worker pods in the Apinizer Manager, and raise `verify-timeout` ' +
            'if they need longer.'
    }
};
function findRemedy(reason, purpose) {
    return (purpose === 'read' ? readRemedies[reason] : undefined) ?? reasons[reason].remedy;
}
const readRemedies = {
    rejected: 'Check the names (they are case-sensitive), and that the token’s user may view the project: ' +
        'API_MANAGEMENT with VIEW.',
    forbidden: 'Give the token’s user access to the project and the environment, and API_MANAGEMENT with VIEW.',
    'gateway-timeout': 'Check whether the Manager behind the gateway is running.',
    'unexpected-response': 'Check that `url` is the address of the Apinizer Manager and not of a login page or a portal.'
};

;// CONCATENATED MODULE: ./lib/deploy/classify-failure.js



const tlsRemedies = {
    'unknown-ca': 'The server’s certificate is signed by a CA that this runner does not know. Set ' +
        '`ca-certificate` to that CA’s certificate (PEM text, or the path of a file).',
    expired: 'The server’s certificate has expired or is not valid yet. Renew it on the server, and check ' +
        'the runner’s clock.',
    'expired-ca': 'A certificate in `ca-certificate` has expired or is not valid yet. Replace it by the CA’s new one.',
    'other-host': 'The server’s certificate is for another host name. Set `url` to a name that the certificate contains.',
    'name-constraints': 'The CA may not issue certificates for this host (name constraints). Have the server’s ' +
        'certificate issued by another CA, or use a host name that the CA may certify.',
    weak: 'The key or the signature of a certificate is too weak (such as RSA below 2048 bits, or SHA-1): the ' +
        'server’s, its CA’s, or that in `client-certificate`. Have it issued anew. No input accepts it.',
    'client-certificate': 'The server rejected the client certificate, or requires one. Set `client-certificate` and ' +
        '`client-key` to a pair that the server trusts.',
    protocol: 'The server supports no TLS version or cipher that is safe today. Enable TLS 1.2 or later on the ' +
        'server, with current ciphers. No input changes that.',
    refused: 'The server refused the TLS handshake: it supports no TLS version or cipher that is safe today, or ' +
        'it requires another client certificate.',
    'not-tls': 'The port does not speak TLS. Check the scheme and port of `url`.',
    'wants-tls': 'The port expects HTTPS: use `https://` in `url`.',
    closed: 'The connection ended in the TLS handshake. Check that the port of `url` is for HTTPS, that ' +
        'the Manager behind a load balancer is running, and whether the server requires a client certificate.',
    other: 'The TLS handshake failed. Check `url`, `ca-certificate`, `client-certificate` and `client-key`.'
};
const sharedCauses = [
    'connect',
    'unknown-host',
    'proxy',
    'tls',
    'timeout'
];
const proxyRemedy = 'Check https_proxy (or http_proxy) and no_proxy on the runner.';
function classifyFailure(failure, facts) {
    const isUnknown = facts.isOpen === true || (failure.sent && facts.purpose === 'change');
    const { httpStatus, kind, detail: serverMessage } = failure;
    const details = {
        serverMessage,
        ...(httpStatus !== undefined && { httpStatus }),
        status: isUnknown ? 'unknown' : 'failed',
        ...(!isUnknown && sharedCauses.includes(kind) && { isSharedCause: true })
    };
    const remedy = isUnknown ? reasons['connection-lost'].remedy : '';
    switch (kind) {
        case 'connect':
            return {
                ...details,
                reason: 'connection-failed',
                explanation: `Could not connect. ${reasons['connection-failed'].remedy}`
            };
        case 'unknown-host':
            return {
                ...details,
                reason: 'connection-failed',
                explanation: 'The runner’s DNS knows no such host name. Check its spelling in `url` (or in https_proxy), and ' +
                    'that this runner can resolve internal names.'
            };
        case 'proxy':
            return {
                ...details,
                reason: 'connection-failed',
                docs: 'proxies',
                explanation: `${describeProxyFailure(httpStatus)} ${proxyRemedy}`
            };
        case 'tls':
            return {
                ...details,
                reason: 'tls',
                explanation: join(tlsRemedies[failure.tlsProblem ?? 'other'], remedy)
            };
        case 'timeout':
            return { ...details, reason: 'timeout', explanation: describeTimeout(failure, facts) };
        case 'cancelled':
            return classifyCancelled(failure, isUnknown);
        case 'malformed':
            return {
                ...details,
                reason: 'unexpected-response',
                explanation: `The response could not be read. ${findRemedy('unexpected-response', facts.purpose)}`
            };
        case 'lost':
            return {
                ...details,
                reason: 'connection-lost',
                explanation: join('The connection was lost before the complete response arrived.', remedy)
            };
    }
}
function describeProxyFailure(httpStatus) {
    if (httpStatus === 407) {
        return 'Proxy authentication failed or is missing. Only Basic is supported, not Negotiate (Kerberos) or NTLM.';
    }
    return httpStatus !== undefined && httpStatus < 500
        ? `The proxy refused to connect to the Manager (${httpStatus}). Allow its host and port on the proxy.`
        : 'The proxy could not be reached, or did not connect to the Manager.';
}
const silent = 'The server accepts connections and does not respond: check whether the Apinizer Manager is running.';
const stillWorking = 'The server may still be working on it.';
function describeTimeout({ sent }, { timeoutMs, purpose }) {
    const limit = `within ${formatDuration(timeoutMs)} (\`timeout\`)`;
    if (!sent) {
        return `Could not connect ${limit}. ${reasons['connection-failed'].remedy}`;
    }
    const noResponse = `No complete response ${limit}.`;
    const { remedy } = reasons.timeout;
    return purpose === 'change'
        ? join(noResponse, stillWorking, remedy, reasons['connection-lost'].remedy)
        : join(`No complete response within ${formatDuration(timeoutMs)}.`, silent);
}
function classifyCancelled({ detail }, isUnknown) {
    if (isUnknown) {
        const explanation = reasons.cancelled.remedy;
        return { status: 'unknown', reason: 'cancelled', serverMessage: detail, explanation };
    }
    const explanation = 'Nothing was sent: the workflow run was cancelled.';
    return { status: 'not-attempted', reason: 'cancelled', serverMessage: '', explanation };
}

;// CONCATENATED MODULE: ./lib/deploy/classify.js




function classifyReport({ state, serverMessage, pods, missing }, done) {
    const details = { serverMessage, pods, httpStatus: 200 };
    switch (state) {
        case 'confirmed': {
            const explanation = serverMessage === '' ? describeConfirmation(pods.length) : '';
            return { ...details, status: 'succeeded', reason: done, explanation };
        }
        case 'denied': {
            const failed = pods.filter(pod => !pod.success).length;
            const tally = failed === 0 ? '' : `${failed} of ${pods.length} worker pods failed.`;
            const explanation = join(tally, reasons['deployment-failed'].remedy);
            return { ...details, status: 'failed', reason: 'deployment-failed', explanation };
        }
        case 'unclear': {
            const explanation = join(missing, reasons['connection-lost'].remedy);
            const docs = 'lost-responses';
            return { ...details, status: 'unknown', reason: 'unexpected-response', docs, explanation };
        }
    }
}
function describeConfirmation(pods) {
    const where = pods === 0 ? '' : ` for ${pods} worker pod${pods === 1 ? '' : 's'}`;
    return `The Manager confirmed it${where}.`;
}
function isLost(problem, refusal) {
    if (problem.kind !== 'response') {
        return problem.sent && problem.kind !== 'cancelled';
    }
    const { status, edition } = problem;
    if (isSilentRefusal(problem)) {
        return !isSameRefusal(problem, refusal);
    }
    return edition === undefined && (status < 400 || status >= 500);
}
function saysNotProcessed(problem) {
    if (problem.kind !== 'response' || isSilentRefusal(problem)) {
        return false;
    }
    const { status, edition } = problem;
    return edition === undefined
        ? status >= 400 && status < 500
        : [401, 403, 409, 423, 429, 503].includes(status);
}
function isBusy({ status, edition, serverMessage }) {
    return (edition !== undefined &&
        [409, 423, 503].includes(status) &&
        !/\b(already|duplicate|exists|unique)\b/i.test(serverMessage));
}
function isForeignRefusal(problem, refusal) {
    if (problem.kind !== 'response' || isSameRefusal(problem, refusal)) {
        return false;
    }
    const { status, edition } = problem;
    return edition === undefined && status >= 400 && status < 500 && status !== 429;
}
function isSameRefusal(problem, refusal) {
    return (refusal?.kind === 'response' &&
        refusal.status === problem.status &&
        refusal.defect === problem.defect);
}
function classifyProblem(problem, facts) {
    if (problem.kind !== 'response') {
        return classifyFailure(problem, facts);
    }
    return problem.status >= 400
        ? classifyErrorResponse(problem, facts)
        : classifyOddSuccess(problem, facts);
}
const reasonsByStatus = {
    400: 'rejected',
    401: 'unauthorized',
    403: 'forbidden',
    404: 'not-found',
    409: 'conflict',
    422: 'rejected',
    423: 'conflict',
    429: 'rate-limited',
    504: 'gateway-timeout',
    524: 'gateway-timeout'
};
function findReason({ status, edition }) {
    if (status >= 500 && edition !== undefined) {
        return 'server-error';
    }
    return reasonsByStatus[status] ?? (status >= 500 ? 'server-error' : 'rejected');
}
function classifyErrorResponse(response, facts) {
    const { status: httpStatus, serverMessage } = response;
    const reason = findReason(response);
    const isSilent = isSilentRefusal(response);
    const isShared = !facts.isOpen && (isSilent ? facts.purpose === 'change' : httpStatus === 401);
    return {
        status: facts.isOpen ? 'unknown' : 'failed',
        reason,
        httpStatus,
        serverMessage,
        explanation: join(serverMessage === '' && !facts.isOpen
            ? `The server responded with ${httpStatus}. ${describeBody(response)}`
            : '', facts.isOpen ? describeOpen(response) : '', facts.isOpen && isSilent ? springErrors : explainError(response, reason, facts), facts.isOpen && reason !== 'gateway-timeout' ? reasons['connection-lost'].remedy : ''),
        ...(httpStatus === 401 &&
            response.edition === undefined && { docs: 'responses-that-are-not-the-managers' }),
        ...(isShared && { isSharedCause: true })
    };
}
function describeOpen({ status, edition, defect }) {
    const isServers = edition !== undefined || status === 500 || defect === 'spring' || defect === 'empty';
    const who = isServers ? 'The server' : 'A gateway';
    return `${who} responded with ${status}, and the Manager may have carried the request out.`;
}
const springErrors = 'Spring servers respond like this to their own errors: check the log of the Apinizer Manager.';
function explainError(response, reason, { purpose }) {
    const { status, defect, edition, serverMessage } = response;
    if (defect === 'wants-https') {
        return 'The port expects HTTPS: use `https://` in `url`.';
    }
    if (defect === 'large-head' || status === 431) {
        return 'The request’s headers are too large for this server: shorten `headers` or the token.';
    }
    if (isSilentRefusal(response)) {
        return silentRefusal;
    }
    if (status === 401 && edition === undefined) {
        return join(reasons.unauthorized.remedy, gatewaySignIn);
    }
    if (status === 403 && edition === undefined && defect !== 'spring') {
        return 'The response is not the Manager’s own: check whether a gateway or firewall refused the request.';
    }
    if (status === 403 && edition === undefined && !/denied|forbidden|permi/i.test(serverMessage)) {
        return reasons['server-error'].remedy;
    }
    if (reason === 'rejected' && ![400, 422].includes(status)) {
        return 'The response is probably a gateway’s and not the Manager’s: check `url` and the gateway’s log.';
    }
    if (reason === 'conflict' && !isBusy(response)) {
        return 'Check the group in the Apinizer Manager, and the Manager’s own message.';
    }
    if (['rejected', 'forbidden'].includes(reason) && /\bpermissions?\b/i.test(serverMessage)) {
        return purpose === 'read' ? viewPermission : deployPermission;
    }
    return findRemedy(reason, purpose);
}
const silentRefusal = 'Check the path prefix of `url`, the permissions of the token’s user, whether *Enable Management APIs* is on in ' +
    'the Manager, whether a gateway removes the Authorization header or refuses the request, and the Manager’s log: ' +
    'Spring servers respond like this to their own errors, too.';
const gatewaySignIn = 'If that does not help, check whether a gateway in front of the Manager requires its own sign-in.';
const deployPermission = `Give the token’s user the permission to deploy: ${deployPermissions}.`;
const viewPermission = 'Give the token’s user access to the project and the permission to view it: API_MANAGEMENT with VIEW.';
function classifyOddSuccess(response, facts) {
    const { status: httpStatus, serverMessage, location } = response;
    const status = facts.isOpen ? 'unknown' : 'failed';
    if (httpStatus < 300) {
        const explanation = join(`The server responded with ${httpStatus}. ${describeBody(response)}`, findRemedy('unexpected-response', facts.purpose));
        return { status, reason: 'unexpected-response', httpStatus, serverMessage, explanation };
    }
    const redirect = location === undefined ? '' : `Redirected to ${location}`;
    const address = location?.match(/^(https?:.*?)\/apiops\//is)?.[1];
    return {
        status,
        reason: 'redirected',
        httpStatus,
        serverMessage: address === undefined ? redirect : `${redirect}: set url to ${address}`,
        explanation: `The server responded with ${httpStatus}, a redirect. ${reasons.redirected.remedy}`
    };
}
function describeBody({ defect }) {
    switch (defect) {
        case 'empty':
            return 'The response is empty.';
        case 'html':
            return 'The response is an HTML page, not the Manager’s JSON.';
        case 'cached':
            return 'The response comes from a cache, not from the Manager.';
        case 'not-json':
            return 'The response is not complete JSON, or has the same key twice.';
        case 'spring':
            return 'The response is an error of the server itself (Spring), not in the Manager’s words.';
        default:
            return 'The response is not the Manager’s JSON.';
    }
}

;// CONCATENATED MODULE: ./lib/deploy/settings.js
const silenceMs = 10_000;

;// CONCATENATED MODULE: ./lib/deploy/preflight.js









const minTries = 5;
async function runPreflight(first, { listings, settings, onProgress }) {
    const { retryTimeoutMs, timeoutMs, project, url } = settings;
    const lookMs = retryTimeoutMs === 0 ? timeoutMs : Math.min(timeoutMs, Math.ceil(retryTimeoutMs / minTries));
    const result = await listings.listGroupEnvironments(first.group, {
        timeoutMs: lookMs,
        retryTimeoutMs,
        mayRetry: mayRetryRead(),
        onRetry: createRetryReport(first, onProgress, retryTimeoutMs)
    });
    if (result.ok || !provesImpossible(result.problem)) {
        const refusal = result.ok ? undefined : result.problem;
        return { ok: true, edition: detectEdition(result), refusal };
    }
    const { explanation, ...classification } = classifyProblem(result.problem, {
        purpose: 'read',
        timeoutMs: lookMs
    });
    const isCancelled = classification.reason === 'cancelled';
    return {
        ok: false,
        classification: {
            ...classification,
            isSharedCause: true,
            explanation: isCancelled
                ? explanation
                : join('Nothing was sent.', explainSpecialCharacters(first, project, result.problem), explanation, explainClosing(result.problem, url), explainDowntime(result.problem, retryTimeoutMs))
        }
    };
}
async function checkRouteHealth(first, { client, edition, settings: { retryTimeoutMs } }) {
    const limits = () => ({
        retryTimeoutMs: Math.min(retryTimeoutMs, silenceMs),
        mayRetry: mayRetryRead()
    });
    const isMissing = ({ problem }) => isUnknownCall(problem) || isSilentRefusal(problem);
    const refused = {
        status: 'failed',
        reason: 'rejected',
        serverMessage: '',
        explanation: `Nothing was sent. ${noRouteHealth}`,
        isSharedCause: true
    };
    if (edition === 'first') {
        return refused;
    }
    const apiProxies = await client.listApiProxies(first.group, limits());
    if (!apiProxies.ok) {
        return isMissing(apiProxies) ? refused : undefined;
    }
    const [apiProxy] = apiProxies.value.items;
    if (apiProxy === undefined) {
        return undefined;
    }
    const health = await client.listRouteHealth(apiProxy, first.environment, limits());
    return !health.ok && isMissing(health) ? refused : undefined;
}
function mayRetryRead() {
    const endsAt = performance.now() + silenceMs;
    return problem => mayReadAgain(problem) || (isServerError(problem) && performance.now() < endsAt);
}
function isServerError(problem) {
    return isSilentRefusal(problem) || (problem.kind === 'response' && problem.status >= 500);
}
function createRetryReport(target, onProgress, retryTimeoutMs) {
    let isFirst = true;
    return ({ problem, pauseMs }) => {
        const limit = isFirst ? `, for up to ${formatDuration(retryTimeoutMs)}` : '';
        const advice = isFirst && problem.kind === 'connect' ? '. Check `url`' : '';
        const when = `in ${formatDuration(pauseMs)}${limit}`;
        isFirst = false;
        onProgress(`Trying ${nameTarget(target)} again ${when}: ${describeProblem(problem)}${advice}`);
    };
}
function provesImpossible(problem) {
    if (problem.kind !== 'response') {
        return true;
    }
    const { status, defect, edition } = problem;
    if (status === 401 || (status >= 300 && status < 400) || defect === 'wants-https') {
        return true;
    }
    if (status === 404) {
        return edition === undefined && defect !== 'empty' && defect !== 'spring';
    }
    return (status < 400 && defect === 'html') || status === 503 || isGatewayError(problem);
}
function explainClosing(problem, url) {
    return problem.kind === 'lost' && url.protocol === 'https:'
        ? 'A server that requires another client certificate may close the connection like this: ' +
            'check `client-certificate` and `client-key`.'
        : '';
}
function explainDowntime(problem, retryTimeoutMs) {
    const isDown = problem.kind === 'connect' ||
        problem.kind === 'timeout' ||
        (problem.kind === 'response' && problem.status >= 500);
    return isDown ? explainRetries(problem, retryTimeoutMs) : '';
}
function explainRetries(problem, retryTimeoutMs, isTriedAgain = true) {
    if (retryTimeoutMs === 0) {
        return '';
    }
    const askedMs = problem.kind === 'response' ? (problem.retryAfterMs ?? 0) : 0;
    const limit = formatDuration(retryTimeoutMs);
    if (askedMs >= retryTimeoutMs) {
        return `It asks to wait ${formatDuration(askedMs)}, and \`retry-timeout\` is ${limit}.`;
    }
    return isTriedAgain ? `Tried for up to ${limit} (\`retry-timeout\`).` : '';
}

;// CONCATENATED MODULE: ./lib/deploy/check-names.js





const maxDescribed = 10;
const maxListMs = 30_000;
const maxRetryMs = 10_000;
async function checkNames(names, context) {
    const { listings, settings } = context;
    const { project, retryTimeoutMs, timeoutMs } = settings;
    const limits = () => ({
        timeoutMs: Math.min(timeoutMs, maxListMs),
        retryTimeoutMs: Math.min(retryTimeoutMs, maxRetryMs),
        mayRetry: mayRetryRead()
    });
    const lists = await Promise.all([
        listings.listGroups(limits()),
        listings.listEnvironments(limits())
    ]);
    const [listedGroups, listedEnvironments] = lists.map(readNames);
    const groups = compare(names.groups, listedGroups);
    const environments = compare(names.environments, listedEnvironments);
    const own = await readOwnLists(names.groups, groups.missing, environments.missing, group => listings.listGroupEnvironments(group, limits()));
    const missingGroups = without(groups.missing, own.groups);
    const missingEnvironments = without(environments.missing, own.environments);
    const diagnose = (kind, missing, available = []) => [...missing]
        .slice(0, maxDescribed)
        .map(name => diagnoseName(name, available, { kind, project }))
        .map((one, index, { length }) => index < length - 1 ? { ...one, available: undefined } : one);
    const diagnoses = [
        ...diagnose('group', missingGroups, listedGroups),
        ...diagnose('environment', missingEnvironments, listedEnvironments)
    ];
    const total = missingGroups.size + missingEnvironments.size;
    return {
        edition: lists.map(detectEdition).find(Boolean),
        spelling: { groups: groups.spelling, environments: environments.spelling },
        isMissing: ({ group, environment }) => missingGroups.has(group) || missingEnvironments.has(environment),
        classification: total === 0 ? undefined : classifyMissing(diagnoses, total)
    };
}
function without(names, others) {
    return new Set([...names].filter(name => !others.has(name)));
}
function classifyMissing(diagnoses, total) {
    const more = total - diagnoses.length;
    return {
        status: 'failed',
        reason: 'not-found',
        serverMessage: '',
        diagnoses,
        explanation: join(more > 0 ? `${more} more names do not exist.` : '', 'Nothing was sent.'),
        isSharedCause: true
    };
}
function readNames(result) {
    return result.ok && result.value.isComplete ? result.value.items : undefined;
}
function compare(names, available) {
    const missing = new Set();
    const spelling = new Map();
    if (available === undefined) {
        return { missing, spelling };
    }
    const listed = new Set(available);
    const byForm = new Map(available.map(name => [name.normalize(), name]));
    for (const name of names.filter(one => !listed.has(one))) {
        const other = byForm.get(name.normalize());
        if (other === undefined) {
            missing.add(name);
        }
        else {
            spelling.set(name, other);
        }
    }
    return { missing, spelling };
}
async function readOwnLists(allGroups, missingGroups, missingEnvironments, list) {
    const groups = new Set();
    const environments = new Set();
    const asked = missingEnvironments.size > 0 ? allGroups : [...missingGroups];
    await inBatches(asked, async (group) => {
        const listing = await list(group);
        if (listing.ok) {
            groups.add(group);
            for (const { name } of listing.value.items) {
                environments.add(name);
            }
        }
    });
    return { groups, environments };
}

;// CONCATENATED MODULE: ./lib/deploy/diagnose.js


const timeoutMs = 3_000;
async function diagnose(target, classification, problem, context) {
    const { listings } = context;
    if (problem.kind !== 'response' || ![400, 403, 404].includes(problem.status)) {
        return classification;
    }
    const special = explainSpecialCharacters(target, context.settings.project, problem);
    if (special !== '') {
        return { ...classification, explanation: join(special, classification.explanation) };
    }
    if (await isOtherServer(problem, listings)) {
        const explanation = 'No Apinizer API responds at this address: check `url` and its path prefix.';
        return { ...classification, docs: 'responses-that-are-not-the-managers', explanation };
    }
    const isManagers = problem.edition !== undefined || problem.status === 404;
    return isManagers && !/\bpermissions?\b/i.test(problem.serverMessage)
        ? diagnoseNames(target, classification, problem.serverMessage, context)
        : classification;
}
async function diagnoseNames(target, classification, serverMessage, { listings, settings: { project, operation } }) {
    const [projects, groups, environments] = await Promise.all([listings.listProjects, listings.listGroups, listings.listEnvironments].map(listNames));
    const names = [
        { kind: 'project', name: project, available: projects },
        { kind: 'group', name: target.group, available: groups },
        { kind: 'environment', name: target.environment, available: environments }
    ];
    const matches = names.map(({ kind, name, available }) => available && matchName(name, available, { kind, project }));
    if (matches.some(match => match?.state === 'other-form')) {
        return { ...classification, explanation: otherForm };
    }
    const [missing] = matches.flatMap(match => (match?.state === 'missing' ? match.missing : []));
    if (missing !== undefined) {
        return { ...classification, diagnoses: [missing], explanation: '' };
    }
    if (matches.includes(undefined)) {
        return classification;
    }
    const isRead = operation === 'check' || operation === 'verify';
    const permission = isRead ? 'VIEW' : 'MANAGE and DEPLOY_UNDEPLOY';
    const remedy = /privilege/i.test(serverMessage)
        ? `give the token’s user API_MANAGEMENT with ${permission}, and access to the environment.`
        : 'the names are not the cause. Check the log of the Apinizer Manager.';
    return { ...classification, explanation: `Project, group and environment exist: ${remedy}` };
}
async function diagnoseEnvironment({ environment }, classification, { listings, settings: { project } }) {
    const available = await listNames(listings.listEnvironments);
    const kind = { kind: 'environment', project };
    const match = matchName(environment, available ?? [environment], kind);
    switch (match.state) {
        case 'listed':
            return classification;
        case 'other-form':
            return { ...classification, explanation: otherForm };
        case 'missing':
            return { ...classification, diagnoses: [match.missing], explanation: '' };
    }
}
async function isOtherServer(problem, { listProjects }) {
    if (problem.kind !== 'response' || problem.status !== 404 || problem.defect !== 'empty') {
        return false;
    }
    const projects = await listProjects({ timeoutMs });
    return !projects.ok && projects.problem.kind === 'response' && projects.problem.status === 404;
}
async function listNames(list) {
    const limits = { timeoutMs };
    const result = await list(limits);
    return result.ok && result.value.isComplete ? result.value.items : undefined;
}

;// CONCATENATED MODULE: ./lib/deploy/groups.js





async function selectGroups(entries, first, context) {
    if (!entries.some(isPattern)) {
        return { ok: true, groups: entries };
    }
    const { listings, onProgress, settings } = context;
    const { timeoutMs, retryTimeoutMs, project } = settings;
    const onRetry = createRetryReport(first, onProgress, retryTimeoutMs);
    const listing = await listings.listGroups({
        retryTimeoutMs,
        mayRetry: mayRetryRead(),
        onRetry
    });
    if (!listing.ok) {
        const failed = classifyProblem(listing.problem, { purpose: 'read', timeoutMs });
        if (failed.reason === 'cancelled') {
            return { ok: false, classification: { ...failed, isSharedCause: true } };
        }
        const classification = await diagnose(first, failed, listing.problem, context);
        return fail(classification, 'The project’s groups could not be listed.');
    }
    const { items, isComplete } = listing.value;
    if (!isComplete) {
        const explanation = 'The project’s list of groups is not complete, so patterns cannot be resolved: write the names of the groups.';
        return fail({ ...notFound, reason: 'unexpected-response', explanation });
    }
    const { groups, unmatched } = resolveGroups(entries, items);
    const [pattern] = unmatched;
    if (pattern === undefined) {
        onProgress(`\`group\` stands for ${groups.length} of ${items.length} groups: ${groups.slice(0, maxReported).join(', ')}` +
            (groups.length > maxReported ? ` and ${groups.length - maxReported} more` : ''));
        return { ok: true, groups };
    }
    const diagnoses = [diagnoseName(pattern, items, { kind: 'pattern', project })];
    return fail({ ...notFound, reason: 'not-found', diagnoses, explanation: '' });
}
const maxReported = 10;
const notFound = { status: 'failed', serverMessage: '' };
function fail(classification, before = '') {
    const explanation = join('Nothing was sent.', before, classification.explanation);
    return { ok: false, classification: { ...classification, explanation, isSharedCause: true } };
}
function isPattern(entry) {
    return entry.includes('*') || entry.startsWith('!');
}
function resolveGroups(entries, available) {
    const exclusions = entries.filter(entry => entry.startsWith('!')).map(entry => entry.slice(1));
    const others = entries.filter(entry => !entry.startsWith('!'));
    const names = others.filter(entry => !entry.includes('*')).map(name => name.normalize());
    const isExcluded = (group) => exclusions.some(pattern => matches(pattern, group));
    const unmatched = [];
    const groups = new Set();
    for (const entry of others) {
        if (!entry.includes('*')) {
            groups.add(entry);
            continue;
        }
        const found = available.filter(group => matches(entry, group) && !isExcluded(group));
        if (found.length === 0) {
            unmatched.push(entry);
        }
        for (const group of found.filter(one => !names.includes(one.normalize()))) {
            groups.add(group);
        }
    }
    return { groups: [...groups], unmatched };
}
function matches(pattern, name) {
    const [start = '', ...others] = pattern.normalize().split('*');
    const text = name.normalize();
    const end = others.pop();
    if (end === undefined) {
        return text === start;
    }
    if (!text.startsWith(start) || text.length < start.length + end.length || !text.endsWith(end)) {
        return false;
    }
    const last = text.length - end.length;
    let position = start.length;
    for (const part of others) {
        const found = text.indexOf(part, position);
        if (found === -1 || found + part.length > last) {
            return false;
        }
        position = found + part.length;
    }
    return true;
}

;// CONCATENATED MODULE: ./lib/deploy/plan.js
function createPlan(names) {
    return names.environments.map(environment => ({
        environment,
        targets: names.groups.map(group => ({ group, environment }))
    }));
}

;// CONCATENATED MODULE: ./lib/deploy/run-plan.js


const startPauseMs = 1;
async function runPlan(plan, runTarget, conditions, observers) {
    const { failFast, signal } = conditions;
    const outcomes = [];
    let stop;
    for (const wave of plan) {
        stop = signal.aborted ? 'cancelled' : stop;
        if (stop !== undefined) {
            const reason = stop;
            outcomes.push(...wave.targets.map(target => skipTarget(target, reason)));
            continue;
        }
        for (const observer of observers) {
            await observer.waveStarts?.(wave);
        }
        const waveOutcomes = await runWave(wave, runTarget, conditions, observers);
        for (const observer of observers) {
            await observer.waveEnds?.(wave, waveOutcomes);
        }
        outcomes.push(...waveOutcomes);
        if (waveOutcomes.some(({ isSharedCause }) => isSharedCause)) {
            stop = 'shared-cause';
        }
        else if (failFast && !waveOutcomes.every(isGreen)) {
            stop = 'fail-fast';
        }
    }
    return outcomes;
}
async function runWave(wave, runTarget, { maxParallel, signal }, observers) {
    const outcomes = wave.targets.map(() => undefined);
    const queue = wave.targets.entries();
    const stopRetrying = new AbortController();
    const runQueue = async () => {
        for (const [index, target] of queue) {
            if (stopRetrying.signal.aborted || signal.aborted) {
                return;
            }
            const outcome = await runTarget(target, stopRetrying.signal);
            outcomes[index] = outcome;
            if (outcome.isSharedCause) {
                stopRetrying.abort();
            }
            for (const observer of observers) {
                observer.targetEnds?.(outcome, wave);
            }
        }
    };
    const running = [];
    while (running.length < Math.min(maxParallel, wave.targets.length)) {
        running.push(runQueue());
        await (0,promises_namespaceObject.setTimeout)(startPauseMs);
    }
    await Promise.all(running);
    const stop = signal.aborted ? 'cancelled' : 'shared-cause';
    return wave.targets.map((target, index) => outcomes[index] ?? skipTarget(target, stop));
}
const explanations = {
    cancelled: 'Nothing was sent: the workflow run was cancelled first.',
    'fail-fast': 'Nothing was sent: an earlier environment did not fully succeed (`fail-fast`).',
    'shared-cause': 'Nothing was sent: the run stopped at an error that affects every target.',
    obstacle: 'Nothing was sent: the run could not begin.'
};
function skipTarget(target, stop) {
    return notAttempted(target, stop === 'cancelled' ? 'cancelled' : 'not-attempted', explanations[stop]);
}

;// CONCATENATED MODULE: ./lib/runner/sanitize.js

const maxShown = 4_000;
const maxKept = 3_000;
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
function sanitize(text, maxLength = maxKept) {
    return truncate(toVisibleLine(text), maxLength);
}
function escapeLogLine(text, maxLength = maxShown) {
    return sanitize(text, maxLength)
        .replace(/##(?=\[)/g, '## ')
        .replace(/^(\s*):(?=:)/, '$1: ');
}
function serializeOutput(value) {
    return JSON.stringify(value)
        .replace(invisible, escapeInJson)
        .replace(/##(?=\[)/g, '#\\u0023');
}
function parseWebAddress(text) {
    if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) {
        return undefined;
    }
    const { href, username, password } = new URL(text);
    const isSafe = redact(text) === text && escapeLogLine(href) === href;
    return username === '' && password === '' && isSafe ? href : undefined;
}
function renderCode(text, maxLength = maxShown) {
    const escaped = sanitize(text, maxLength).replace(/[&<>"']/g, one => `&#${one.charCodeAt(0)};`);
    return escaped === '' ? '' : `<code>${escaped}</code>`;
}
function toVisibleLine(text) {
    if (/^[ -~\u2010-\u2027✓✗]*$/.test(text) && !text.includes('  ')) {
        return redact(text);
    }
    const line = redact(text.toWellFormed()).replace(/[\s\u0085]+/g, ' ');
    return redact(line).replace(invisible, spellOut);
}
function spellOut(character) {
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
function escapeInJson(character) {
    return character
        .split('')
        .map(unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
        .join('');
}
function truncate(text, maxLength) {
    if (text.length <= maxLength) {
        return text;
    }
    const kept = text.slice(0, maxLength).replace(/[\ud800-\udbff]$/, '');
    return `${kept}… (cut from ${text.length} characters)`;
}

;// CONCATENATED MODULE: ./lib/deploy/check.js





async function check(target, context) {
    const { client, listings, onProgress } = context;
    const { retryTimeoutMs, timeoutMs, project: projectName } = context.settings;
    const limits = {
        mayRetry: mayRetryRead(),
        retryTimeoutMs,
        onRetry: createRetryReport(target, onProgress, retryTimeoutMs)
    };
    const fail = (problem) => {
        const classification = classifyProblem(problem, { purpose: 'read', timeoutMs });
        return diagnose(target, classification, problem, context);
    };
    const known = await listings.listGroupEnvironments(target.group, limits);
    const listing = known.ok ? known : await client.listGroupEnvironments(target.group, limits);
    if (!listing.ok) {
        return fail(listing.problem);
    }
    const listed = findEnvironment(listing.value, target.environment);
    if (listed !== undefined) {
        return classifyListed(listed);
    }
    const cached = await listings.listEnvironments(limits);
    const project = cached.ok ? cached : await client.listEnvironments(limits);
    if (!project.ok) {
        return fail(project.problem);
    }
    const { items, isComplete } = project.value;
    const match = matchName(target.environment, items, {
        kind: 'environment',
        project: projectName
    });
    if (match.state === 'listed') {
        return pending(listing.value.isComplete ? 'Never deployed there; a deployment would make it live.' : notTold);
    }
    const failed = { httpStatus: 200, serverMessage: '', status: 'failed' };
    if (match.state === 'other-form') {
        return { ...failed, reason: 'not-found', explanation: otherForm };
    }
    if (!isComplete) {
        return { ...failed, reason: 'unexpected-response', explanation: incompleteList };
    }
    return { ...failed, reason: 'not-found', diagnoses: [match.missing], explanation: '' };
}
const notTold = 'The Manager does not tell whether it is deployed; a deployment may change it.';
const incompleteList = 'The project’s list of environments is not complete, so it is not known whether this one exists.';
function classifyListed({ deployed, redeployRequired, accessUrl }) {
    if (deployed === undefined) {
        return pending(notTold);
    }
    if (!deployed) {
        return pending('Not deployed now; a deployment would make it live.');
    }
    const address = accessUrl === undefined ? {} : { accessUrl };
    if (redeployRequired === false) {
        return {
            ...pending('Deployed, and a deployment would change nothing.'),
            ...address,
            status: 'current',
            reason: 'checked'
        };
    }
    const effect = redeployRequired
        ? 'Deployed, and a deployment would change it.'
        : 'Deployed; this server does not tell whether a deployment would change it.';
    return { ...pending(effect), ...address };
}
function pending(explanation) {
    return { status: 'pending', reason: 'checked', httpStatus: 200, serverMessage: '', explanation };
}

;// CONCATENATED MODULE: ./lib/deploy/history.js


const history_firstPauseMs = 500;
const history_maxPauseMs = 5_000;
const maxLookMs = 10_000;
const maxSilenceMs = 60_000;
async function lookUp(group, marker, context) {
    const { history } = context;
    const lookup = await look(group, marker, context, {
        timeoutMs: maxLookMs,
        retryTimeoutMs: history.isMissing ? 0 : maxSilenceMs,
        mayRetry: isUnheard
    });
    history.isMissing ||= hasNoHistory(lookup);
    return lookup;
}
function look(group, marker, context, limits) {
    return context.client.listDeployHistory(group, limits).then(result => {
        if (!result.ok) {
            return { state: 'unreadable', problem: result.problem };
        }
        const { items, isComplete } = result.value;
        const [record, ...others] = items.filter(({ description }) => hasMarker(description, marker));
        if (others.length > 0) {
            context.warn('A request was repeated', `The deploy history of ${group} contains ${others.length + 1} records of one request: something in front ` +
                'of the Manager repeats POST or DELETE requests. Turn that off in the gateway.');
        }
        if (record === undefined) {
            return { state: isComplete ? 'absent' : 'unreadable' };
        }
        return {
            state: 'found',
            revisions: readRevisions(record, items.filter(one => !hasMarker(one.description, marker)))
        };
    });
}
async function findRecord(group, marker, endsAt, context) {
    const silenceEndsAt = performance.now() + maxSilenceMs;
    for (let backoffMs = history_firstPauseMs;; backoffMs = Math.min(history_maxPauseMs, backoffMs * 1.5)) {
        const lookup = await look(group, marker, context, { timeoutMs: maxLookMs });
        if (lookup.state === 'found') {
            return lookup;
        }
        const problem = lookup.state === 'unreadable' ? lookup.problem : undefined;
        const limits = { endsAt, signals: [context.signal] };
        const isSilent = problem !== undefined && isUnheard(problem) && performance.now() > silenceEndsAt;
        const isFinal = isSilent || (problem !== undefined && isFinalRefusal(problem));
        if (isFinal || !(await waitForNextTry(problem, backoffMs, limits))) {
            return { explanation: explainMissingRecord(lookup.state, problem) };
        }
    }
}
function hasNoHistory(lookup) {
    if (lookup.state !== 'unreadable' || lookup.problem === undefined) {
        return false;
    }
    const { problem } = lookup;
    return isFinalRefusal(problem) || isUnheard(problem);
}
function explainMissingRecord(state, problem) {
    if (state === 'absent') {
        return 'The deploy history does not contain it so far, which does not prove that it failed.';
    }
    if (problem === undefined) {
        return 'The Manager did not send the whole deploy history.';
    }
    if (isUnknownCall(problem)) {
        return 'This server has no deploy history (Apinizer before 2026.04.2).';
    }
    return isFinalRefusal(problem)
        ? 'The Manager refused to show the deploy history.'
        : `The deploy history could not be read${isUnheard(problem) ? ': this server may have none' : ''}.`;
}
function hasMarker(description, marker) {
    return description.toLowerCase().includes(marker);
}
function readRevisions({ environment, revision }, records) {
    if (revision === undefined) {
        return {};
    }
    const [before] = records
        .filter(other => other.environment === environment && (other.revision ?? revision) < revision)
        .sort((one, other) => (other.revision ?? 0) - (one.revision ?? 0));
    const previousRevision = before?.isDeployment === true ? before.revision : undefined;
    return { revision, ...(previousRevision !== undefined && { previousRevision }) };
}

;// CONCATENATED MODULE: ./lib/deploy/poll.js




const poll_firstPauseMs = 500;
const poll_maxPauseMs = 5_000;
const maxRequestMs = 30_000;
function createPoll(target, { client, signal, settings, onProgress }, endsAt = performance.now() + settings.verifyTimeoutMs) {
    const onFinding = (finding) => {
        onProgress(`${nameTarget(target)} is not confirmed yet: ${finding}`);
    };
    return {
        client,
        signal,
        limits: { timeoutMs: Math.min(settings.timeoutMs, maxRequestMs) },
        isTimeUp: () => signal.aborted || performance.now() > endsAt + maxRequestMs,
        untilConfirmed: look => pollUntilConfirmed(look, { endsAt, signals: [signal] }, onFinding)
    };
}
async function pollUntilConfirmed(look, limits, onFinding) {
    let previousFinding = '';
    let silentSince;
    for (let backoffMs = poll_firstPauseMs;; backoffMs = Math.min(poll_maxPauseMs, backoffMs * 1.5)) {
        const result = await look();
        if (isSettled(result)) {
            return result;
        }
        const isSilentNow = result.isOptionalCall === true && isUnheard(result.problem);
        silentSince = isSilentNow ? (silentSince ?? performance.now()) : undefined;
        const isSilent = silentSince !== undefined && performance.now() - silentSince >= silenceMs;
        if (result.finding !== previousFinding) {
            onFinding(result.finding);
        }
        previousFinding = result.finding;
        if (isSilent || !(await waitForNextTry(result.problem, backoffMs, limits))) {
            return isSilent ? { ...result, state: 'unsupported' } : result;
        }
    }
}
function isSettled({ state, problem, remedy }) {
    const isRefused = problem !== undefined && isFinalRefusal(problem);
    return state === 'confirmed' || isRefused || remedy !== undefined;
}
function failLook(what, problem) {
    return {
        state: isUnknownCall(problem) ? 'unsupported' : 'inconclusive',
        finding: `${what} (${describeProblem(problem)})`,
        proof: '',
        problem
    };
}
function confirmed(proof) {
    return { state: 'confirmed', finding: '', proof };
}
function contradicted(finding) {
    return { state: 'contradicted', finding, proof: '' };
}
function inconclusive(finding) {
    return { state: 'inconclusive', finding, proof: '' };
}

;// CONCATENATED MODULE: ./lib/deploy/route-findings.js
function classifyRoutes(routes, expectation) {
    if (routes.length === 0) {
        return finding('inconclusive', 'the Manager reports no route');
    }
    const results = routes.map(route => classifyRoute(route, expectation));
    const order = ['contradicted', 'inconclusive', 'confirmed', 'neutral'];
    const worst = order.map(state => results.find(one => one.state === state)).find(Boolean);
    return worst ?? finding('inconclusive', 'the Manager reports no route');
}
function classifyRoute(route, { isDeployed, isProof = false, reportedPods = [] }) {
    const { pods, deployedInManager, isActive } = route;
    const serving = pods.filter(({ isServing }) => isServing);
    const isServed = serving.length > 0 || isActive;
    const mayBeDeployed = deployedInManager === undefined && isDeployed && isServed;
    if (deployedInManager === true || mayBeDeployed) {
        return isDeployed ? classifyServed(route, reportedPods) : finding('confirmed');
    }
    if (isServed) {
        return classifyOrphan(route, serving, isProof);
    }
    if (isDeployed) {
        return deployedInManager === false
            ? finding('neutral')
            : finding('inconclusive', 'the Manager does not tell whether it is deployed by itself');
    }
    const isOpen = route.podsResponded < 1 || pods.some(({ error }) => leavesOpen(error));
    return isOpen ? finding('inconclusive', describeUnprobed(pods)) : finding('confirmed');
}
function classifyOrphan({ deployedInManager }, serving, isProof) {
    const names = serving.map(({ name }) => name).join(', ') || 'a worker pod';
    const verb = serving.length > 1 ? 'serve' : 'serves';
    if (deployedInManager === undefined) {
        return finding('inconclusive', `${names} ${verb} it, and the Manager does not tell whether it should`);
    }
    const text = `${names} still ${verb} it, although it is undeployed (orphan deployment)`;
    return { ...finding(isProof ? 'neutral' : 'contradicted', text), isOrphan: true };
}
function classifyServed(route, reportedPods) {
    const { pods, podsResponded, isActive, isInconsistent, isComplete } = route;
    if (podsResponded < 1 || pods.length === 0) {
        return finding('inconclusive', 'no worker pod responded');
    }
    const idle = pods.filter(({ isServing, error }) => !isServing && !leavesOpen(error));
    if (idle.length > 0) {
        const names = idle.map(pod => nameReported(pod, reportedPods)).join(', ');
        const text = `${names} ${idle.length === 1 ? 'does' : 'do'} not serve it yet`;
        return { ...finding('contradicted', text), idleHosts: idle.map(({ host }) => host) };
    }
    if (pods.some(({ error }) => error !== undefined)) {
        return finding('inconclusive', describeUnprobed(pods));
    }
    if (isInconsistent) {
        return finding('contradicted', 'the Manager and its worker pods disagree');
    }
    if (!isActive || !isComplete) {
        return finding('contradicted', 'not every worker pod serves it');
    }
    return comparePods(pods, reportedPods);
}
function nameReported({ name, host }, reportedPods) {
    const reported = reportedPods.find(({ ip }) => ip !== '' && ip === host);
    return reported === undefined || name !== host ? name : `${reported.name} ${host}`.trim();
}
function comparePods(responded, reportedPods) {
    const reported = [...new Map(reportedPods.map(pod => [pod.ip || pod.name, pod])).values()];
    const hosts = new Set(responded.flatMap(({ name, host }) => [name, host]));
    const silent = reported.filter(({ ip, name }) => !hosts.has(ip) && !hosts.has(name));
    const pods = responded.length;
    if (silent.length === 0) {
        return { ...finding('confirmed'), pods };
    }
    if (silent.length < reported.length) {
        const names = silent.map(({ name, ip }) => [name, ip].filter(Boolean).join(' ')).join(', ');
        return finding('inconclusive', `${names} did not respond`);
    }
    const numbers = `${pods} worker pods responded, and the deployment reported ${reported.length}`;
    return pods < reported.length
        ? finding('inconclusive', numbers)
        : { ...finding('confirmed'), pods, proof: `${numbers}; their addresses cannot be compared.` };
}
function leavesOpen(error) {
    return error !== undefined && !/\bnot (loaded|deployed|found)\b/i.test(error);
}
function describeUnprobed(pods) {
    const open = pods.filter(({ error }) => leavesOpen(error));
    return open.length === 0
        ? 'no worker pod responded'
        : open.map(({ name, error = '' }) => `${name} could not be probed: ${error}`).join(', ');
}
function finding(state, text = '') {
    return { state, finding: text, proof: '' };
}

;// CONCATENATED MODULE: ./lib/deploy/verify.js





const maxListedNames = 20;
const maxFindingLength = 1_000;
async function verifyEnvironment(target, poll, expectation) {
    const results = verifyEnvironments([target], poll, expectation);
    const result = await results.get(target);
    if (result === undefined) {
        throw new Error('the target was not verified');
    }
    return result;
}
function verifyEnvironments(targets, poll, expectation) {
    const last = new Map();
    const waiting = new Map();
    const results = new Map(targets.map(target => [
        target,
        new Promise(resolve => waiting.set(target, resolve))
    ]));
    const look = async () => {
        const open = [...waiting.keys()];
        await inBatches([...new Set(open.map(({ group }) => group))], async (group) => {
            const response = await poll.client.listGroupEnvironments(group, poll.limits);
            for (const target of open.filter(one => one.group === group)) {
                const result = judgeEnvironment(response, target.environment, expectation);
                last.set(target, result);
                if (isSettled(result)) {
                    waiting.get(target)?.(result);
                    waiting.delete(target);
                }
            }
        });
        return mergeLooks([...waiting.keys()].flatMap(target => last.get(target) ?? []));
    };
    void poll.untilConfirmed(look).then(({ state }) => {
        for (const [target, resolve] of waiting) {
            const seen = last.get(target) ?? inconclusive('there was no time left to look');
            resolve(state === 'unsupported' ? { ...seen, state } : seen);
        }
    });
    return results;
}
function mergeLooks(open) {
    return open.find(({ problem }) => problem === undefined) ?? open[0] ?? confirmed('');
}
function judgeEnvironment(response, environment, { isDeployed, isProof = false }) {
    if (!response.ok) {
        return failLook('the Manager did not list the group’s environments', response.problem);
    }
    const listed = findEnvironment(response.value, environment);
    const accessUrl = listed?.deployed === true ? listed.accessUrl : undefined;
    const result = judgeListed(listed, response.value.isComplete, isDeployed, isProof);
    return { ...result, ...(accessUrl !== undefined && { accessUrl }) };
}
function judgeListed(listed, isComplete, isDeployed, isProof) {
    const seen = listed === undefined && isComplete ? false : listed?.deployed;
    if (seen === undefined) {
        return inconclusive('the Manager does not tell whether the environment is deployed');
    }
    if (seen !== isDeployed) {
        const verb = isDeployed ? 'does not list' : 'still lists';
        return contradicted(`the Manager ${verb} the environment as deployed`);
    }
    if (!isDeployed) {
        return confirmed('The Manager no longer lists the environment as deployed.');
    }
    const isCurrent = listed?.redeployRequired === false;
    if (isProof && !isCurrent) {
        return inconclusive(listed?.redeployRequired === true
            ? 'the Manager lists changes of the group that are not deployed'
            : 'the Manager does not tell whether all changes of the group are deployed');
    }
    const changes = listed?.redeployRequired === true ? ' It also lists changes that are not deployed.' : '';
    return confirmed(`The Manager lists the environment as deployed.${changes}`);
}
async function verifyRoutes(target, poll, expectation) {
    let apiProxies;
    return poll.untilConfirmed(async () => {
        if (apiProxies === undefined) {
            const listed = await poll.client.listApiProxies(target.group, poll.limits);
            if (!listed.ok) {
                return failOptional('the Manager did not list the group’s API Proxies', listed.problem);
            }
            if (!listed.value.isComplete) {
                return inconclusive('the Manager’s list of the group’s API Proxies is not complete');
            }
            apiProxies = listed.value.items;
        }
        if (apiProxies.length === 0) {
            return { ...cannotSee('the group has no API Proxies'), remedy: useEnvironment };
        }
        const probes = await probeRoutes(apiProxies, target, poll, expectation);
        return mergeProbes(probes, apiProxies.length, expectation);
    });
}
const useEnvironment = 'Use `verify: environment`.';
function isFine({ state }) {
    return state === 'confirmed' || state === 'neutral';
}
async function probeRoutes(apiProxies, target, poll, expectation) {
    return inBatches(apiProxies, async (apiProxy) => {
        const finding = poll.isTimeUp()
            ? inconclusive('there was no time left to probe it')
            : await probeRoute(apiProxy, target, poll, expectation);
        const text = sanitize(finding.finding, maxFindingLength);
        return { ...finding, finding: text, apiProxy };
    });
}
async function probeRoute(apiProxy, { environment }, poll, expectation) {
    const health = await poll.client.listRouteHealth(apiProxy, environment, poll.limits);
    if (!health.ok) {
        return failOptional('the Manager did not report what its worker pods serve', health.problem);
    }
    if (!health.value.isComplete) {
        return inconclusive('the Manager’s list of routes is not complete');
    }
    return classifyRoutes(health.value.items, expectation);
}
function mergeProbes(probes, total, { isDeployed }) {
    const failed = probes.filter(probe => !isFine(probe));
    const worst = failed.find(({ state }) => state === 'contradicted') ??
        failed.find(({ state }) => state === 'inconclusive') ??
        failed[0];
    if (worst === undefined) {
        return isDeployed ? describeServed(probes) : describeRemoved(probes);
    }
    const findings = [...new Set(failed.map(({ finding }) => finding))].map(finding => {
        const concerned = failed.filter(probe => probe.finding === finding);
        const names = concerned.slice(0, maxListedNames).map(({ apiProxy }) => apiProxy);
        const rest = concerned.length - names.length;
        return `${names.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}: ${finding}`;
    });
    const { problem, isOrphan = false, isOptionalCall = false } = worst;
    const idleHosts = failed.flatMap(({ idleHosts: hosts = [] }) => hosts);
    const isMixed = worst.state === 'unsupported' && failed.length < total;
    const state = isMixed || worst.state === 'neutral' ? 'inconclusive' : worst.state;
    const finding = findings.join('; ');
    return {
        state,
        proof: '',
        finding,
        isOrphan,
        isOptionalCall,
        idleHosts,
        ...(problem && { problem })
    };
}
function describeServed(probes) {
    const served = probes.filter(({ state }) => state === 'confirmed');
    if (served.length === 0) {
        const finding = 'none of the group’s API Proxies is deployed by itself';
        return {
            ...cannotSee(finding),
            remedy: `Route health shows only API Proxies that are, so it cannot see this group. ${useEnvironment}`
        };
    }
    const notes = [...new Set(served.map(({ proof }) => proof))].filter(note => note !== '');
    const one = served.length === 1;
    return confirmed([
        `${describeServing(served)} the ${one ? 'API Proxy' : `${served.length} API Proxies`} of the group that ` +
            `${one ? 'is deployed by itself' : 'are deployed by themselves'}.`,
        ...notes
    ].join(' '));
}
function describeServing(served) {
    const counts = [...new Set(served.map(({ pods }) => pods))];
    if (counts.length > 1) {
        return 'All worker pods that responded serve';
    }
    return counts[0] === 1
        ? 'The worker pod that responded serves'
        : `All ${counts[0] ?? 0} worker pods that responded serve`;
}
function describeRemoved(probes) {
    const count = probes.length === 1 ? '1 API Proxy' : `${probes.length} API Proxies`;
    return confirmed(`No worker pod that responded serves an undeployed API Proxy of the group (${count} probed).`);
}
function failOptional(what, problem) {
    return { ...failLook(what, problem), isOptionalCall: true };
}
function cannotSee(finding) {
    return { state: 'unsupported', finding, proof: '' };
}

;// CONCATENATED MODULE: ./lib/deploy/recover.js





const minLookupMs = 60_000;
async function recover(request, open, context) {
    const { target, marker, endsAt } = request;
    const giveUp = (explanation) => ({
        ...open,
        explanation: join(open.explanation, explanation)
    });
    if (marker === undefined) {
        return giveUp('It carried no marker, so it cannot be looked up in a deploy history.');
    }
    const name = nameTarget(target);
    const lookupEndsAt = Math.max(endsAt, performance.now() + minLookupMs);
    const found = request.lookup?.state === 'found'
        ? request.lookup
        : await searchHistory(target, marker, lookupEndsAt, context);
    if ('explanation' in found) {
        return giveUp(found.explanation);
    }
    context.onProgress(`The deploy history contains the request for ${name}: checking whether it is live`);
    const poll = createPoll(target, context, Math.max(lookupEndsAt, performance.now() + minLookupMs));
    return proveLive(target, found.revisions, giveUp, poll, context);
}
function searchHistory(target, marker, endsAt, context) {
    const limit = formatDuration(endsAt - performance.now());
    context.onProgress(`The response for ${nameTarget(target)} did not show the outcome: searching the deploy history for up to ${limit}`);
    return findRecord(target.group, marker, endsAt, context);
}
const found = 'The response did not confirm it, but the deploy history contains this request.';
async function proveLive(target, revisions, giveUp, poll, context) {
    const isDeploy = context.settings.operation === 'deploy';
    const startedAt = performance.now();
    const environment = await verifyEnvironment(target, poll, { isDeployed: isDeploy, isProof: true });
    const details = {
        ...revisions,
        ...(environment.accessUrl !== undefined && { accessUrl: environment.accessUrl })
    };
    const routes = environment.state === 'confirmed' && isDeploy
        ? await verifyRoutes(target, poll, { isDeployed: true, isProof: true })
        : environment;
    const isServed = routes.state === 'confirmed' || routes.state === 'unsupported';
    if (environment.state === 'confirmed' && isServed) {
        const before = (await wasSoBefore(target, isDeploy, context)) ? asBefore : '';
        return {
            ...details,
            status: 'succeeded',
            reason: isDeploy ? 'deployed' : 'undeployed',
            serverMessage: '',
            explanation: join(found, environment.proof, isDeploy ? routes.proof : '', before)
        };
    }
    if (routes.state === 'contradicted' && !context.signal.aborted) {
        return {
            ...details,
            status: 'failed',
            reason: 'not-verified',
            serverMessage: routes.finding,
            explanation: `${found} It was not confirmed within ${formatDuration(performance.now() - startedAt)}. ` +
                'Check the environment’s worker pods in the Apinizer Manager.'
        };
    }
    return {
        ...giveUp('The deploy history contains this request, but it could not be confirmed as live.'),
        ...details,
        serverMessage: routes.finding
    };
}
const asBefore = 'That is as it was before, so only the deploy history shows that it was carried out.';
async function wasSoBefore({ group, environment }, isDeploy, { listings }) {
    const before = await listings.findKnownEnvironment(group, environment);
    if (before === undefined) {
        return false;
    }
    const { listed, isComplete } = before;
    return isDeploy
        ? listed?.deployed === true && listed.redeployRequired === false
        : listed?.deployed === false || (listed === undefined && isComplete);
}

;// CONCATENATED MODULE: ./lib/deploy/send.js








const maxDescriptionLength = 250;
async function send(target, context) {
    const { settings, signal, stopRetrying, onProgress } = context;
    const { operation, timeoutMs, retryTimeoutMs } = settings;
    const { options, marker } = sign(context);
    const attempt = createAttempt(target, options, marker, context);
    const result = await retry(attempt.send, {
        retryTimeoutMs,
        signals: [signal, stopRetrying],
        mayRetry: problem => maySendAgain(problem, attempt.lookup(), context),
        onRetry: createRetryReport(target, onProgress, retryTimeoutMs)
    });
    if (result.ok) {
        const done = operation === 'undeploy' ? 'undeployed' : 'deployed';
        return { classification: classifyReport(result.value, done), marker };
    }
    const { problem } = result;
    const lookup = attempt.lookup();
    const isOpen = isLost(problem, context.refusal) ||
        attempt.mayBeCarriedOut() ||
        (lookup?.state !== 'absent' && isForeignRefusal(problem, context.refusal));
    const classified = classifyProblem(problem, { purpose: 'change', timeoutMs, isOpen });
    const isTriedToTheEnd = maySendAgain(problem, lookup, context) && !signal.aborted && !stopRetrying.aborted;
    const limit = isTriedToTheEnd ? explainRetries(problem, retryTimeoutMs, attempt.sent() > 1) : '';
    const classification = { ...classified, explanation: join(classified.explanation, limit) };
    if (isOpen) {
        const request = { target, marker, endsAt: attempt.startedAt() + timeoutMs, lookup };
        return { classification: await recover(request, classification, context), marker };
    }
    if (isRefusedBody(problem, options, context)) {
        return { classification: { ...classification, explanation: refusedBody }, marker };
    }
    return { classification: await diagnose(target, classification, problem, context), marker };
}
function createAttempt(target, options, marker, context) {
    const { client, settings } = context;
    const call = settings.operation === 'undeploy' ? client.undeploy : client.deploy;
    let startedAt = performance.now();
    let refusal;
    let lookup;
    let sent = 0;
    const look = async () => {
        lookup = marker === undefined ? undefined : await lookUp(target.group, marker, context);
    };
    const mayBeCarriedOut = () => {
        if (lookup?.state !== 'unreadable') {
            return lookup?.state === 'found';
        }
        const isHidden = isTokenRefused(lookup.problem) && (sent > 1 || !isTokenRefused(refusal?.problem));
        return !hasNoHistory(lookup) || isHidden;
    };
    return {
        mayBeCarriedOut,
        startedAt: () => startedAt,
        sent: () => sent,
        lookup: () => lookup,
        send: async () => {
            if (refusal !== undefined) {
                await look();
                if (mayBeCarriedOut() || !maySendAgain(refusal.problem, lookup, context)) {
                    return refusal;
                }
            }
            startedAt = performance.now();
            sent += 1;
            const result = await call(target, options);
            if (!result.ok && refusal !== undefined && isCancelledUnsent(result.problem)) {
                return refusal;
            }
            if (!result.ok && saysNotProcessed(result.problem)) {
                refusal = result;
            }
            if (!result.ok && refusal !== undefined) {
                await look();
            }
            return result;
        }
    };
}
function isCancelledUnsent(problem) {
    return problem.kind === 'cancelled' && !problem.sent;
}
function isTokenRefused(problem) {
    return problem?.kind === 'response' && problem.status === 401 && !isSilentRefusal(problem);
}
function maySendAgain(problem, lookup, { edition }) {
    if (lookup?.state === 'found') {
        return false;
    }
    if (problem.kind !== 'response') {
        return !problem.sent && mayReadAgain(problem);
    }
    const isLimited = problem.status === 429 &&
        problem.defect !== 'cached' &&
        (lookup !== undefined || edition === 'first');
    const hasHistory = lookup?.state === 'absent' || (lookup?.state === 'unreadable' && !hasNoHistory(lookup));
    return isLimited || (isBusy(problem) && hasHistory);
}
function sign({ edition, settings }) {
    const { description, defaultDescription, persistent } = settings;
    if (edition !== 'current' && description === undefined) {
        return { options: { persistent }, marker: undefined };
    }
    const marker = createMarker();
    const text = `[${marker}] ${description ?? defaultDescription}`.toWellFormed();
    return {
        options: { description: cut(text, maxDescriptionLength), persistent },
        marker
    };
}
function createMarker() {
    return Math.floor(Math.random() * 16 ** 12)
        .toString(16)
        .padStart(12, '0');
}
function cut(text, maxLength) {
    return text
        .slice(0, maxLength)
        .replace(/[\ud800-\udbff]$/, '')
        .trimEnd();
}
const refusedBody = 'Servers of the first API edition accept neither `description` nor `persistent`: remove them.';
function isRefusedBody(problem, options, { edition }) {
    const isRejected = problem.kind === 'response' && problem.status === 400;
    const hasBody = options.description !== undefined || options.persistent !== undefined;
    return (isRejected &&
        hasBody &&
        edition === 'first' &&
        !/not found|\bpermissions?\b/i.test(problem.serverMessage));
}

;// CONCATENATED MODULE: ./lib/deploy/verify-target.js










function startVerification(targets, context) {
    const endsAt = performance.now() + context.settings.verifyTimeoutMs;
    const [first] = targets;
    if (first === undefined) {
        throw new Error('there is nothing to verify');
    }
    const poll = createPoll(first, context, endsAt);
    const environments = verifyEnvironments(targets, poll, { isDeployed: true });
    const queue = createQueue(maxServed);
    const results = new Map([...environments].map(([target, listed]) => [
        target,
        listed.then(environment => queue(() => {
            const ownPoll = createPoll(target, context, Math.max(endsAt, performance.now()));
            return verifyServed(target, environment, ownPoll, context);
        }))
    ]));
    return async (target) => {
        const levels = await results.get(target);
        if (levels === undefined) {
            throw new Error('the target was not verified');
        }
        return classifyLive(target, levels, context);
    };
}
const maxServed = 20;
async function classifyLive(target, levels, context) {
    const { environment, last } = levels;
    const { accessUrl } = environment;
    if (last.state !== 'confirmed' && context.signal.aborted) {
        const explanation = 'The run was cancelled before it could be verified.';
        return { status: 'not-attempted', reason: 'cancelled', serverMessage: '', explanation };
    }
    const verified = {
        status: 'succeeded',
        reason: 'verified',
        serverMessage: '',
        explanation: '',
        ...(accessUrl !== undefined && { accessUrl })
    };
    const classification = applyPoll(levels, verified, '', context);
    if (environment.problem !== undefined) {
        return diagnose(target, classification, environment.problem, context);
    }
    return environment.state === 'contradicted'
        ? diagnoseEnvironment(target, classification, context)
        : classification;
}
async function verifyCurrent(current, target, context) {
    const last = await verifyRoutes(target, createPoll(target, context), { isDeployed: true });
    return applyPoll({ environment: last, last, level: 'routes' }, current, 'Nothing was sent.', context);
}
async function verifyChange(accepted, target, marker, context) {
    const isDeployed = context.settings.operation === 'deploy';
    const poll = createPoll(target, context);
    const reportedPods = accepted.pods ?? [];
    const environment = await verifyEnvironment(target, poll, { isDeployed });
    const levels = await verifyServed(target, environment, poll, context, reportedPods);
    const { accessUrl } = environment;
    const isReported = accepted.httpStatus === 200;
    const lookup = isReported && marker !== undefined ? await lookUp(target.group, marker, context) : undefined;
    const seen = {
        ...accepted,
        ...(lookup?.state === 'found' && lookup.revisions),
        ...(accessUrl !== undefined && { accessUrl }),
        ...(reportedPods.length > 0 && { pods: markServing(reportedPods, levels) })
    };
    const what = isDeployed ? 'deployment' : 'undeployment';
    const before = isReported ? `The ${what} itself was accepted.` : accepted.explanation;
    return applyPoll(levels, seen, before, context);
}
function markServing(pods, { last: { idleHosts = [] } }) {
    return pods.map(pod => (idleHosts.includes(pod.ip) ? { ...pod, served: false } : pod));
}
async function verifyServed(target, environment, poll, { settings: { operation, verify } }, reportedPods = []) {
    if (environment.state !== 'confirmed' || verify !== 'routes') {
        return { environment, last: environment, level: 'list' };
    }
    const expectation = { isDeployed: operation !== 'undeploy', reportedPods };
    return { environment, last: await verifyRoutes(target, poll, expectation), level: 'routes' };
}
function applyPoll({ last, level }, classification, before, context) {
    if (last.state === 'confirmed') {
        const isRepeated = classification.explanation.includes(last.proof);
        const explanation = join(classification.explanation, isRepeated ? '' : last.proof);
        return { ...classification, explanation };
    }
    return {
        ...classification,
        status: 'failed',
        reason: 'not-verified',
        serverMessage: last.finding,
        explanation: join(before, explainPoll(last, level, context))
    };
}
function explainPoll({ state, problem, remedy, isOrphan = false }, level, { signal, settings: { operation, timeoutMs, verifyTimeoutMs } }) {
    if (signal.aborted) {
        return 'The run was cancelled before it could be verified.';
    }
    if (remedy !== undefined) {
        return remedy;
    }
    if (problem !== undefined && isUnheard(problem) && level === 'list') {
        return classifyProblem(problem, { purpose: 'read', timeoutMs }).explanation;
    }
    if (state === 'unsupported') {
        return level === 'routes'
            ? noRouteHealth
            : 'This server cannot list the environments of a group, so nothing can be verified.';
    }
    if (problem !== undefined && isFinalRefusal(problem)) {
        return classifyProblem(problem, { purpose: 'read', timeoutMs }).explanation;
    }
    const limit = `within ${formatDuration(verifyTimeoutMs)} (\`verify-timeout\`)`;
    return `It was not confirmed ${limit}. ${chooseRemedy(operation, level, state, isOrphan)}`;
}
function chooseRemedy(operation, level, state, isOrphan) {
    if (isOrphan) {
        return 'Deploy that API Proxy again, or undeploy it by itself; restart the worker pods only if it was deleted.';
    }
    if (level === 'routes') {
        return reasons['not-verified'].remedy;
    }
    return operation === 'verify' && state === 'contradicted'
        ? 'Deploy the group there, or raise `verify-timeout` if a deployment is in progress.'
        : 'Check the group in the Apinizer Manager, and raise `verify-timeout` if that needs longer.';
}

;// CONCATENATED MODULE: ./lib/deploy/run-target.js








const maxPods = 200;
const maxPodTextLength = 500;
const run_target_maxListMs = 30_000;
async function runTarget(target, operate) {
    const startedAt = performance.now();
    const classification = await operate().catch(classifyCrash);
    return createOutcome(target, classification, performance.now() - startedAt);
}
function createOutcome(target, classification, durationMs) {
    const { pods = [], serverMessage, diagnoses, explanation, ...rest } = classification;
    const kept = pods.length > maxPods ? sortFailedFirst(pods).slice(0, maxPods) : pods;
    const omitted = kept.length < pods.length ? `Only ${maxPods} of the ${pods.length} worker pods are listed.` : '';
    return {
        target,
        durationMs,
        ...rest,
        serverMessage: sanitize(serverMessage),
        ...(diagnoses !== undefined && { diagnoses: diagnoses.map(sanitizeNames) }),
        explanation: join(explanation, omitted),
        ...(kept.length > 0 && {
            pods: kept.map(pod => ({
                ...pod,
                name: sanitize(pod.name, maxPodTextLength),
                ip: sanitize(pod.ip, maxPodTextLength),
                message: sanitize(pod.message, maxPodTextLength)
            }))
        })
    };
}
function sanitizeNames({ name, project, nearest, available, ...rest }) {
    return {
        ...rest,
        name: sanitize(name),
        project: sanitize(project),
        ...(nearest !== undefined && { nearest: sanitize(nearest) }),
        ...(available !== undefined && { available: available.map(one => sanitize(one)) })
    };
}
function classifyCrash(error) {
    return {
        status: 'unknown',
        reason: 'unexpected-response',
        serverMessage: error instanceof Error ? error.message : String(error),
        explanation: `The action crashed here; this is a bug, please report it. ${reasons['connection-lost'].remedy}`
    };
}
async function runOperation(target, context) {
    const { operation, skipIfCurrent, verify } = context.settings;
    if (operation === 'check') {
        return check(target, context);
    }
    if (skipIfCurrent && operation === 'deploy') {
        const current = await findCurrent(target, context);
        if (current !== undefined) {
            return verify === 'routes' ? verifyCurrent(current, target, context) : current;
        }
    }
    const { classification, marker } = await send(target, context);
    return classification.status === 'succeeded' && verify !== 'none'
        ? verifyChange(classification, target, marker, context)
        : classification;
}
async function findCurrent(target, { client, settings: { retryTimeoutMs, timeoutMs }, warn }) {
    const found = await client.findEnvironment(target, {
        timeoutMs: Math.min(timeoutMs, run_target_maxListMs),
        retryTimeoutMs: Math.min(retryTimeoutMs, run_target_maxListMs),
        mayRetry: mayRetryRead()
    });
    if (!found.ok) {
        const what = `The Manager did not tell whether ${nameTarget(target)} is current, so it is deployed`;
        warn('`skip-if-current` has no effect', `${what} (${describeProblem(found.problem)}).`);
        return undefined;
    }
    const { listed } = found.value;
    if (listed?.deployed !== true || listed.redeployRequired !== false) {
        return undefined;
    }
    return {
        status: 'current',
        reason: 'current',
        serverMessage: '',
        explanation: 'Nothing has changed since it was deployed: nothing was sent.',
        ...(listed.accessUrl !== undefined && { accessUrl: listed.accessUrl })
    };
}

;// CONCATENATED MODULE: ./lib/deploy/run.js








async function run(context, progress, recorders) {
    const startedAt = performance.now();
    const { settings } = context;
    const given = createPlan(settings);
    const selection = await selectGroups(settings.groups, findFirst(given), context);
    if (!selection.ok) {
        return { outcomes: endRun(given, selection, performance.now() - startedAt, progress) };
    }
    const { groups } = selection;
    const resolvedGroups = settings.groups.some(isPattern) ? { resolvedGroups: groups } : {};
    if (groups.length * settings.environments.length > maxTargets) {
        return { outcomes: endRun(given, tooMany, 0, progress), ...resolvedGroups };
    }
    const plan = createPlan({ groups, environments: settings.environments });
    const start = await prepare(plan, groups, context);
    const outcomes = start.ok
        ? await runTargets(plan, start, [progress, ...recorders])
        : endRun(plan, start, performance.now() - startedAt, progress);
    return { outcomes, ...resolvedGroups };
}
async function prepare(plan, groups, context) {
    const first = findFirst(plan);
    const { settings } = context;
    const preflight = await runPreflight(first, context);
    if (!preflight.ok) {
        return preflight;
    }
    const { environments, operation, skipIfCurrent, verify } = settings;
    const isSingle = groups.length === 1 && environments.length === 1;
    const names = isSingle ? undefined : await checkNames({ groups, environments }, context);
    const isChange = operation === 'deploy' || operation === 'undeploy';
    if (isChange && names?.classification !== undefined) {
        return { ok: false, classification: names.classification, isAbout: names.isMissing };
    }
    const spell = ({ group, environment }) => ({
        group: names?.spelling.groups.get(group) ?? group,
        environment: names?.spelling.environments.get(environment) ?? environment
    });
    const started = {
        ...context,
        edition: preflight.edition ?? names?.edition,
        refusal: preflight.refusal,
        history: { isMissing: false }
    };
    if (isChange && verify === 'routes') {
        const classification = await checkRouteHealth(spell(first), started);
        if (classification !== undefined) {
            return { ok: false, classification };
        }
    }
    if (skipIfCurrent && operation === 'deploy' && started.edition === 'first') {
        const text = 'This server does not tell what is current (first API edition), so every target is deployed.';
        context.warn('`skip-if-current` has no effect', text);
    }
    return { ok: true, context: started, spell };
}
function runTargets(plan, { context, spell }, observers) {
    const { settings, signal } = context;
    const { operation } = settings;
    const isRead = operation === 'check' || operation === 'verify';
    const maxParallel = Math.max(settings.maxParallel, operation === 'verify' ? verifiedAtOnce : 1);
    const conditions = { maxParallel, failFast: settings.failFast && !isRead, signal };
    const spelled = new Map(plan.flatMap(({ targets }) => targets.map(target => [target, spell(target)])));
    const verify = operation === 'verify' ? startVerification([...spelled.values()], context) : undefined;
    const runOne = (target, stopRetrying) => {
        const one = spelled.get(target) ?? target;
        return runTarget(target, () => verify?.(one) ?? runOperation(one, { ...context, stopRetrying }));
    };
    return runPlan(plan, runOne, conditions, observers);
}
const verifiedAtOnce = 20;
const tooMany = {
    ok: false,
    classification: {
        status: 'failed',
        reason: 'rejected',
        serverMessage: '',
        explanation: `Nothing was sent. \`group\` and \`environment\` make more than ${maxTargets} targets: ` +
            'spread them over several jobs.',
        isSharedCause: true
    }
};
function findFirst(plan) {
    const [first] = plan[0]?.targets ?? [];
    if (first === undefined) {
        throw new Error('the plan has no target');
    }
    return first;
}
function endRun(plan, { classification, isAbout }, durationMs, progress) {
    const first = findFirst(plan);
    const isConcerned = isAbout ?? ((target) => target === first);
    const stop = classification.reason === 'cancelled' ? 'cancelled' : 'obstacle';
    const outcomes = plan.flatMap(({ targets }) => targets.map(target => isConcerned(target)
        ? createOutcome(target, classification, durationMs)
        : skipTarget(target, stop)));
    const reported = outcomes.find(({ target }) => isConcerned(target));
    if (reported !== undefined) {
        const { target } = reported;
        progress.targetEnds?.(reported, { environment: target.environment, targets: [target] });
    }
    return outcomes;
}

;// CONCATENATED MODULE: ./lib/runner/log.js


const maxAnnotations = 10;
function print(text) {
    batchWrites();
    info(escapeLogLine(text));
}
function printGroup(title, lines) {
    batchWrites();
    startGroup(escapeLogLine(title));
    for (const line of lines) {
        info(`  ${escapeLogLine(line)}`);
    }
    endGroup();
}
function log_debug(text) {
    if (isDebug()) {
        debug(escapeLogLine(text));
    }
}
function annotateError(title, text) {
    error(escapeLogLine(text), { title });
}
function annotateWarning(title, text) {
    warning(escapeLogLine(text), { title });
}
function batchWrites() {
    const { stdout } = process;
    if (stdout.writableCorked === 0) {
        stdout.cork();
        setImmediate(() => {
            stdout.uncork();
        });
    }
}
function ignoreBrokenPipe() {
    for (const stream of [process.stdout, process.stderr]) {
        stream.on('error', () => undefined);
    }
}
function flushStdout(done) {
    process.stdout.write('', done);
}

;// CONCATENATED MODULE: ./lib/report/github-call.js



const github_call_timeoutMs = 2_000;
const retryTimeoutMs = 8_000;
const retryTimeoutWhenLimitedMs = 120_000;
const retryTimeoutWhenCancelledMs = 2_500;
const pauseWhenLimitedMs = 60_000;
async function callGitHub(http, method, path, body) {
    const signal = AbortSignal.timeout(github_call_timeoutMs);
    const text = body && JSON.stringify(body);
    const result = await http.send({ method, path, body: text, timeoutMs: github_call_timeoutMs, signal });
    if (result.kind !== 'complete') {
        return { ok: false, problem: result };
    }
    const { status } = result;
    const value = parseJson(result.body);
    if (status < 300) {
        return { ok: true, value };
    }
    const serverMessage = getText(value, 'message') ?? 'no message';
    const retryAfterMs = findPause(result, serverMessage);
    return { ok: false, problem: { kind: 'response', status, serverMessage, retryAfterMs } };
}
function findPause(response, serverMessage) {
    const { status, headers } = response;
    const { 'x-ratelimit-remaining': remaining, 'x-ratelimit-reset': reset } = headers;
    const retryAfterMs = readRetryAfter(response, undefined);
    const isNamed = retryAfterMs !== undefined || remaining === '0' || /rate limit/i.test(serverMessage);
    if (status !== 429 && !(status === 403 && isNamed)) {
        return undefined;
    }
    const untilReset = Number(reset) * 1000 - Date.now();
    return retryAfterMs ?? (remaining === '0' && untilReset > 0 ? untilReset : pauseWhenLimitedMs);
}
async function persist(callOnce, cancelled) {
    const onRetry = () => undefined;
    const endsAt = performance.now() + retryTimeoutMs;
    const result = await retry(callOnce, {
        retryTimeoutMs: retryTimeoutWhenLimitedMs,
        signals: [cancelled],
        mayRetry: problem => isRateLimit(problem) || (isTemporary(problem) && performance.now() < endsAt),
        onRetry
    });
    return result.ok || !cancelled.aborted || !isTemporary(result.problem)
        ? result
        : retry(callOnce, {
            retryTimeoutMs: retryTimeoutWhenCancelledMs,
            signals: [],
            mayRetry: isTemporary,
            onRetry
        });
}
function isRateLimit(problem) {
    return problem.kind === 'response' && problem.retryAfterMs !== undefined;
}
function isTemporary(problem) {
    return problem.kind !== 'response' || problem.status >= 500;
}
function mayBeCarriedOut(problem) {
    return problem.kind === 'response' ? problem.status >= 500 : problem.sent;
}
function github_call_describeProblem(problem, server) {
    if (problem.kind !== 'response') {
        const isLate = problem.kind === 'timeout' || problem.kind === 'cancelled';
        return isLate ? 'GitHub did not respond within 2 s' : problem.detail;
    }
    const response = `GitHub responded with ${problem.status}: ${problem.serverMessage}`;
    return [response, findAdvice(problem, server)].filter(Boolean).join('. ');
}
function findAdvice({ status, serverMessage, retryAfterMs }, server) {
    if (retryAfterMs !== undefined) {
        return `It asks for a pause of ${formatDuration(retryAfterMs)}`;
    }
    if (/resource not accessible/i.test(serverMessage)) {
        return 'Give the job `permissions: deployments: write`';
    }
    if (status !== 404) {
        return undefined;
    }
    return server === 'https://github.com'
        ? 'Check that `github-token` has access to this repository'
        : 'Gitea and Forgejo have no deployments: remove `github-token`. On GitHub Enterprise ' +
            'Server, check that it has access to this repository';
}

;// CONCATENATED MODULE: ./lib/report/github-api.js



function createGitHubApi(http, env, { githubEnvironment, signal: cancelled }) {
    const { GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: runId = '', GITHUB_SHA: ref } = env;
    if (!repository) {
        throw new Error('the variable GITHUB_REPOSITORY is not set');
    }
    const server = env.GITHUB_SERVER_URL || 'https://github.com';
    const deployments = `/repos/${repository}/deployments`;
    const log_url = `${server}/${repository}/actions/runs/${runId}`;
    const own = { run: runId, attempt: env.GITHUB_RUN_ATTEMPT ?? '', step: (0,external_node_crypto_namespaceObject.randomUUID)() };
    const getValue = (result) => {
        if (result.ok) {
            return result.value;
        }
        throw new Error(github_call_describeProblem(result.problem, server));
    };
    const postStatus = (id, status) => {
        const body = { log_url, auto_inactive: false, ...status };
        return callGitHub(http, 'POST', `${deployments}/${id}/statuses`, body);
    };
    const setStatus = async (id, status) => {
        getValue(await persist(() => postStatus(id, status), cancelled));
    };
    const nameEnvironment = ({ project, environment }) => githubEnvironment
        .replaceAll('{environment}', () => environment)
        .replaceAll('{project}', () => project);
    const list = async (place) => {
        const query = new URLSearchParams({ environment: nameEnvironment(place), per_page: '100' });
        const listed = await callGitHub(http, 'GET', `${deployments}?${query.toString()}`);
        return listed.ok ? { ok: true, value: listDeployments(listed.value, place) } : listed;
    };
    return {
        create: async ({ description, record, isProduction }) => {
            const body = {
                ref,
                environment: nameEnvironment(record),
                auto_merge: false,
                required_contexts: [],
                description,
                payload: { apinizer: { ...record, ...own } },
                ...(isProduction !== undefined && { production_environment: isProduction })
            };
            let isLost = false;
            const createOnce = async () => {
                if (isLost) {
                    const listed = await list(record);
                    const found = listed.ok ? listed.value.find(one => one.step === own.step) : undefined;
                    if (!listed.ok || found !== undefined) {
                        return listed.ok ? { ok: true, value: found } : listed;
                    }
                }
                const created = await callGitHub(http, 'POST', deployments, body);
                isLost ||= !created.ok && mayBeCarriedOut(created.problem);
                return created;
            };
            const id = getField(getValue(await persist(createOnce, cancelled)), 'id');
            if (typeof id !== 'number') {
                throw new Error('GitHub created no deployment');
            }
            return id;
        },
        begin: async (id) => {
            getValue(await postStatus(id, { state: 'in_progress' }));
        },
        setStatus,
        setInactive: async ({ groups, before = Infinity, ...place }) => {
            const done = new Set();
            for (const { id, groups: recorded } of getValue(await list(place))) {
                const key = JSON.stringify(recorded);
                if (id >= before || done.has(key) || !isCovered(recorded, groups)) {
                    continue;
                }
                if (cancelled.aborted) {
                    return;
                }
                const statuses = await callGitHub(http, 'GET', `${deployments}/${id}/statuses?per_page=1`);
                const state = getField(toArray(getValue(statuses))[0], 'state');
                if (state === 'success') {
                    await setStatus(id, { state: 'inactive' });
                }
                else if (state === 'inactive') {
                    done.add(key);
                }
            }
        }
    };
}
function isCovered(recorded, groups) {
    return recorded.length > 0 && recorded.every(group => groups.has(group));
}
function listDeployments(rows, place) {
    return toArray(rows).flatMap(row => {
        const id = getField(row, 'id');
        const payload = getField(row, 'payload');
        const record = getField(typeof payload === 'string' ? parseJson(payload) : payload, 'apinizer');
        const groups = getField(record, 'groups');
        const isOurs = getField(record, 'project') === place.project &&
            getField(record, 'environment') === place.environment;
        return isOurs && typeof id === 'number' && Array.isArray(groups)
            ? [{ id, groups: groups.map(String), step: getField(record, 'step') }]
            : [];
    });
}
function toArray(value) {
    return Array.isArray(value) ? value : [];
}

;// CONCATENATED MODULE: ./lib/report/causes.js


const order = {
    unknown: 0,
    failed: 1,
    pending: 2,
    succeeded: 3,
    current: 4,
    'not-attempted': 5
};
function groupByCause(outcomes) {
    const causes = new Map();
    for (const outcome of outcomes) {
        const key = createKey(outcome);
        const cause = causes.get(key);
        if (cause === undefined) {
            causes.set(key, { first: outcome, outcomes: [outcome] });
        }
        else {
            cause.outcomes.push(outcome);
        }
    }
    return [...causes.values()].sort((one, other) => order[one.first.status] - order[other.first.status]);
}
function createKey(outcome) {
    const { status, reason, serverMessage, diagnoses = [], explanation, docs, target } = outcome;
    const { isSharedCause = false } = outcome;
    const missing = diagnoses.map(one => describeDiagnosis(one).statement);
    const texts = [serverMessage, ...missing, explanation];
    const general = isSharedCause
        ? texts
        : texts.map(text => replaceName(replaceName(text, target.group, '{group}'), target.environment, '{environment}'));
    return JSON.stringify([status, reason, docs, ...general]);
}
function listScopes(targets, max = Infinity) {
    const environmentsByGroup = new Map();
    for (const { group, environment } of targets) {
        environmentsByGroup.set(group, [...(environmentsByGroup.get(group) ?? []), environment]);
    }
    const scopes = new Map();
    for (const [group, environments] of environmentsByGroup) {
        const key = JSON.stringify(environments);
        const scope = scopes.get(key) ?? { groups: [], environments };
        scope.groups.push(group);
        scopes.set(key, scope);
    }
    const all = [...scopes.values()];
    const shown = all.length > max + 1 ? all.slice(0, max) : all;
    const sizes = shown.map(({ groups, environments }) => groups.length * environments.length);
    return { scopes: shown, more: targets.length - sizes.reduce((sum, size) => sum + size, 0) };
}

;// CONCATENATED MODULE: ./lib/report/wording.js


const wording = {
    deploy: {
        doing: 'Deploying',
        done: 'deployed',
        preposition: 'to',
        success: 'Deployed',
        partial: 'Partly deployed',
        failure: 'Not deployed',
        unknown: 'Deployment outcome unknown',
        cancelled: 'Deployment cancelled',
        failed: 'API Proxy Group not deployed',
        unverified: 'Deployed, not verified'
    },
    undeploy: {
        doing: 'Undeploying',
        done: 'undeployed',
        preposition: 'from',
        success: 'Undeployed',
        partial: 'Partly undeployed',
        failure: 'Not undeployed',
        unknown: 'Undeployment outcome unknown',
        cancelled: 'Undeployment cancelled',
        failed: 'API Proxy Group not undeployed',
        unverified: 'Undeployed, not verified'
    },
    check: {
        doing: 'Checking',
        done: 'checked',
        preposition: 'on',
        success: 'Ready to deploy',
        partial: 'Check partly failed',
        failure: 'Check failed',
        unknown: 'Check inconclusive',
        cancelled: 'Check cancelled',
        failed: 'Check failed',
        unverified: 'Check failed'
    },
    verify: {
        doing: 'Verifying',
        done: 'verified',
        preposition: 'on',
        success: 'Verified',
        partial: 'Partly verified',
        failure: 'Not verified',
        unknown: 'Verification inconclusive',
        cancelled: 'Verification cancelled',
        failed: 'API Proxy Group not verified',
        unverified: 'API Proxy Group not verified'
    }
};
const failedOnSome = 'Failed on some worker pods';
function labelOutcome(outcome) {
    const { status, reason } = outcome;
    if (status === 'not-attempted') {
        return reasons['not-attempted'].label;
    }
    if (reason === 'checked') {
        return status === 'current' ? reasons.current.label : 'Ready to deploy';
    }
    if (status === 'unknown' && (reason === 'forbidden' || reason === 'unauthorized')) {
        return 'Unknown';
    }
    const label = isPartlyDone(outcome) ? failedOnSome : reasons[reason].label;
    return status === 'unknown' ? `Unknown: ${label}` : label;
}

;// CONCATENATED MODULE: ./lib/report/sentences.js




const refusals = [
    'rejected',
    'unauthorized',
    'forbidden',
    'not-found',
    'conflict'
];
const maxNamesInSentence = 3;
const maxScopesInSentence = 2;
function joinNames(names, max = maxNamesInSentence) {
    const more = names.length - max;
    const shown = more > 1 ? [...names.slice(0, max), `${more} more`] : names;
    return [shown.slice(0, -1).join(', '), ...shown.slice(-1)].filter(Boolean).join(' and ');
}
function describeTargets(targets, verb = '') {
    const { scopes, more } = listScopes(targets, maxScopesInSentence);
    const clauses = scopes.map(({ groups, environments }, index) => `${joinNames(groups)}${index === 0 ? verb : ''} on ${joinNames(environments)}`);
    return clauses.join('; ') + (more > 0 ? `; and ${more} more` : '');
}
function describeOutcome(outcome, operation) {
    return addMessage(describeVerdict(outcome, operation), outcome);
}
function addMessage(statement, outcome) {
    const message = joinMessage(outcome);
    if (message === '') {
        return `${statement}.`;
    }
    return `${statement}${outcome.serverMessage.trim() === '' ? '.' : ':'} ${message}`;
}
function describeVerdict(outcome, operation) {
    const { group, environment } = outcome.target;
    const { done, preposition } = wording[operation];
    switch (outcome.status) {
        case 'current':
            return `${group} is already current on ${environment}`;
        case 'pending':
            return `${group} is ready to be deployed to ${environment}`;
        case 'succeeded':
            return `${group} was ${done} ${preposition} ${environment}`;
        case 'not-attempted':
            return `${group} was not attempted on ${environment}`;
        case 'failed':
            return isPattern(group)
                ? `Nothing was ${done} ${preposition} ${environment}`
                : `${group} ${describeFailure(outcome, operation)} ${environment}`;
        case 'unknown':
            return `Could not determine whether ${group} was ${done} ${preposition} ${environment}`;
    }
}
function describeFailure(outcome, operation) {
    const { reason } = outcome;
    if (reason === 'not-verified' || operation === 'verify') {
        return 'could not be verified on';
    }
    if (operation === 'check') {
        return refusals.includes(reason) ? 'cannot be deployed to' : 'could not be checked on';
    }
    const { done, preposition } = wording[operation];
    return isPartlyDone(outcome)
        ? `${failedOnSome.toLowerCase()} of`
        : `was not ${done} ${preposition}`;
}
function announceWave({ environment, targets }, operation) {
    const { doing, preposition } = wording[operation];
    const [only, ...others] = targets;
    const what = only !== undefined && others.length === 0 ? only.group : `${targets.length} API Proxy Groups`;
    return `${doing} ${what} ${preposition} ${environment}`;
}
function labelStatuses(operation) {
    return {
        succeeded: wording[operation].done,
        current: 'already current',
        pending: 'ready to deploy',
        failed: 'failed',
        unknown: 'unknown',
        'not-attempted': 'not attempted'
    };
}
const notGreen = ['unknown', 'failed', 'not-attempted'];
function countOutcomes(outcomes, operation) {
    const counts = countByStatus(outcomes);
    const labels = labelStatuses(operation);
    const isCounted = operation === 'check' && counts.pending > 0;
    const green = isCounted ? counts.pending : outcomes.filter(isGreen).length;
    const others = (isCounted ? ['current', ...notGreen] : notGreen)
        .filter(status => counts[status] > 0)
        .map(status => `${counts[status]} ${labels[status]}`);
    const label = isCounted ? labels.pending : labelGreen(counts, operation);
    return [`${green} of ${outcomes.length} ${label}`, ...others].join(', ');
}
function labelGreen(counts, operation) {
    const { succeeded, pending, current } = labelStatuses(operation);
    const done = operation === 'check' ? pending : succeeded;
    if (counts.current === 0) {
        return done;
    }
    return counts.succeeded === 0 ? current : `${done} or ${current}`;
}
function describeOutcomes(outcomes, result, operation) {
    const start = result === 'cancelled' ? 'Cancelled: ' : '';
    const [only, ...others] = outcomes;
    if (only !== undefined && others.length === 0) {
        return start + describeOutcome(only, operation);
    }
    return [`${start}${countOutcomes(outcomes, operation)}.`, ...describeReds(outcomes)].join(' ');
}
function describeReds(outcomes) {
    const reds = outcomes.filter(isRed);
    const unknown = reds.filter(({ status }) => status === 'unknown');
    const unverified = reds.filter(one => one.status === 'failed' && one.reason === 'not-verified');
    const failed = reds.filter(one => !unknown.includes(one) && !unverified.includes(one));
    const statements = [
        unknown.length > 0 && `The outcome is unknown for ${describeTargets(unknown.map(getTarget))}`,
        failed.length > 0 && describeTargets(failed.map(getTarget), ' failed'),
        unverified.length > 0 && describeTargets(unverified.map(getTarget), ' could not be verified')
    ].filter(statement => statement !== false);
    const [worst, ...further] = groupByCause(reds);
    const [statement] = statements;
    if (worst === undefined || statement === undefined) {
        return [];
    }
    if (further.length === 0) {
        return [addMessage(worst.first.isSharedCause ? 'The run ended early' : statement, worst.first)];
    }
    const cause = joinMessage(worst.first);
    const details = cause === '' ? [] : [`${describeTargets(worst.outcomes.map(getTarget))}: ${cause}`];
    return [...statements.map(one => `${one}.`), ...details];
}
function getTarget({ target }) {
    return target;
}
function describeRevision({ revision, previousRevision }) {
    if (revision === undefined) {
        return undefined;
    }
    return previousRevision === undefined
        ? `Revision ${revision}`
        : `Revision ${previousRevision} → ${revision}`;
}

;// CONCATENATED MODULE: ./lib/report/github-deployment.js








const typeTimeoutMs = 2_000;
const openingTimeoutMs = 5_000;
const maxDescription = 140;
const maxRecordedGroups = 500;
function recordGitHubDeployments(options) {
    let api;
    const getApi = () => (api ??= createGitHubApi(options.connect(), options.env, options));
    return options.operation === 'deploy'
        ? recordDeployment(options, getApi)
        : recordUndeployment(options, getApi);
}
function createTypeFinder(client) {
    return async ({ environment, targets: [target] }) => {
        const limits = { timeoutMs: typeTimeoutMs };
        const found = await client.findEnvironment({ group: target?.group ?? '', environment }, limits);
        return found.ok ? found.value.listed?.type : undefined;
    };
}
function connectToGitHub(token, caCertificates) {
    const url = new URL(process.env.GITHUB_API_URL || 'https://api.github.com');
    const { proxy } = findMaskedProxy(url);
    return createHttpClient({ url, token, proxy: proxy?.href, caCertificates });
}
function recordDeployment(options, getApi) {
    const opened = new Map();
    const open = (wave) => {
        const { environment } = wave;
        const opening = opened.get(environment) ?? openRecord(wave, options, getApi);
        opened.set(environment, opening);
        return opening;
    };
    return {
        waveStarts: async (wave) => {
            if (!options.skipIfCurrent) {
                await Promise.race([open(wave), (0,promises_namespaceObject.setTimeout)(openingTimeoutMs, undefined, { ref: false })]);
            }
        },
        targetEnds: ({ status }, wave) => {
            if (status !== 'current' && status !== 'not-attempted') {
                void open(wave);
            }
        },
        waveEnds: async (wave, outcomes) => {
            const { environment } = wave;
            const id = await opened.get(environment);
            if (id === undefined) {
                return;
            }
            const status = createStatus(outcomes);
            const isClosed = await warnOnError(`Closing the GitHub Deployment for ${environment}`, () => getApi().setStatus(id, status));
            if (isClosed && status.state === 'success') {
                await retire(getApi, { project: options.project, environment, before: id }, outcomes);
            }
        }
    };
}
async function retire(getApi, place, outcomes) {
    const groups = new Set(outcomes.map(({ target }) => target.group));
    await warnOnError(`Setting GitHub Deployments for ${place.environment} inactive`, () => getApi().setInactive({ ...place, groups }));
}
async function openRecord(wave, { project, findType, signal }, getApi) {
    const { environment } = wave;
    const groups = wave.targets.map(({ group }) => group);
    const noun = groups.length === 1 ? 'API Proxy Group' : 'API Proxy Groups';
    let id;
    await warnOnError(`Opening a GitHub Deployment for ${environment}`, async () => {
        const { create, begin } = getApi();
        const type = await findType(wave);
        id = await create({
            description: shorten(`${noun} ${joinNames(groups)} of project ${project}`),
            record: { project, environment, groups: groups.length > maxRecordedGroups ? [] : groups },
            isProduction: type === undefined ? undefined : type === 'PRODUCTION'
        });
        if (!signal.aborted) {
            await begin(id).catch((error) => {
                log_debug(`GitHub Deployment ${String(id)} is not shown as in progress: ${getMessage(error)}`);
            });
        }
    });
    return id;
}
function createStatus(outcomes) {
    const served = outcomes.findLast(one => isGreen(one) && one.accessUrl !== undefined);
    const address = parseWebAddress(served?.accessUrl ?? '');
    const red = outcomes.filter(isRed).map(({ target }) => target.group);
    const names = red.length > 0 ? `: ${joinNames(red)}` : '';
    return {
        state: chooseState(outcomes),
        description: shorten(`${countOutcomes(outcomes, 'deploy')}${names}`),
        ...(address !== undefined && { environment_url: address })
    };
}
function chooseState(outcomes) {
    if (outcomes.every(isGreen)) {
        return 'success';
    }
    const isUnclear = ({ status, reason }) => status === 'unknown' || reason === 'cancelled';
    return outcomes.some(isUnclear) ? 'error' : 'failure';
}
function recordUndeployment({ project }, getApi) {
    return {
        waveEnds: async ({ environment }, outcomes) => {
            const undeployed = outcomes.filter(({ status }) => status === 'succeeded');
            if (undeployed.length > 0) {
                await retire(getApi, { project, environment }, undeployed);
            }
        }
    };
}
async function warnOnError(what, call) {
    try {
        await call();
        return true;
    }
    catch (error) {
        annotateWarning('GitHub Deployment not recorded', `${what}: ${getMessage(error)}. The deployment to Apinizer is not affected.`);
        return false;
    }
}
function getMessage(error) {
    return error instanceof Error ? error.message : String(error);
}
function shorten(text) {
    const line = sanitize(text);
    return line.length > maxDescription ? `${line.slice(0, maxDescription - 1)}…` : line;
}

;// CONCATENATED MODULE: ./lib/report/docs-link.js

function findDocs(outcome) {
    const heading = outcome.docs ?? reasons[outcome.reason].docs;
    if (heading === undefined) {
        return undefined;
    }
    const file = `docs/network.md#${heading}`;
    const { GITHUB_ACTION_REPOSITORY: repository, GITHUB_ACTION_REF: ref, GITHUB_SERVER_URL: server } = process.env;
    if (!repository || !ref) {
        return file;
    }
    return server === 'https://github.com'
        ? `${server}/${[repository, 'blob', ref].map(encodePath).join('/')}/${file}`
        : `${file} in ${repository}@${ref}`;
}
function encodePath(path) {
    return path.split('/').map(encodeURIComponent).join('/');
}

;// CONCATENATED MODULE: ./lib/report/progress.js






const heartbeatMs = 30_000;
const maxLoggedPods = 50;
const maxLoggedPodsOfMany = 5;
const maxDetailed = 10;
const logMarks = {
    succeeded: '✓',
    current: '✓',
    pending: '○',
    failed: '✗',
    unknown: '?',
    'not-attempted': '-'
};
function trackProgress(operation) {
    let heartbeat;
    let counts = { ended: 0, failed: 0, unknown: 0 };
    return {
        waveStarts: wave => {
            counts = { ended: 0, failed: 0, unknown: 0 };
            const startedAt = performance.now();
            print(announceWave(wave, operation));
            heartbeat = setInterval(() => {
                const waited = formatDuration(performance.now() - startedAt);
                print(`${wave.environment}: still waiting after ${waited}`);
            }, heartbeatMs).unref();
        },
        targetEnds: (outcome, wave) => {
            counts.ended += 1;
            if (outcome.status === 'unknown') {
                counts.unknown += 1;
            }
            else if (!isGreen(outcome)) {
                counts.failed += 1;
            }
            const isMany = wave.targets.length > maxDetailed;
            if (isGreen(outcome) && isMany) {
                print(`${renderTitle(outcome)}, ${countEnded(counts, wave.targets.length)}`);
                return;
            }
            const podLimit = isMany ? maxLoggedPodsOfMany : maxLoggedPods;
            printGroup(renderTitle(outcome), renderLines(outcome, operation, podLimit));
            if (wave.targets.length > 1) {
                print(`${wave.environment}: ${countEnded(counts, wave.targets.length)}`);
            }
        },
        waveEnds: () => {
            clearInterval(heartbeat);
        }
    };
}
function countEnded({ ended, failed, unknown }, total) {
    return [
        `${ended} of ${total}`,
        ...(failed > 0 ? [`${failed} failed`] : []),
        ...(unknown > 0 ? [`${unknown} unknown`] : [])
    ].join(', ');
}
function renderTitle(outcome) {
    const { target, status, durationMs } = outcome;
    const what = `${target.environment} / ${target.group}: ${labelOutcome(outcome)}`;
    return `${logMarks[status]} ${what}${renderTime(durationMs)}`;
}
function renderLines(outcome, operation, podLimit) {
    const { pods = [], accessUrl } = outcome;
    const docs = isGreen(outcome) ? undefined : findDocs(outcome);
    const revision = describeRevision(outcome);
    const shown = sortFailedFirst(pods).slice(0, podLimit);
    const lines = [
        describeOutcome(outcome, operation),
        docs && `More: ${docs}`,
        revision,
        accessUrl && `Served at ${accessUrl}`,
        ...shown.map(pod => renderPod(pod, outcome)),
        pods.length > shown.length && `… and ${pods.length - shown.length} more worker pods`
    ];
    return lines.filter(line => typeof line === 'string');
}
function renderPod(pod, { serverMessage }) {
    const { name, ip, success, served, message, durationMs } = pod;
    const idle = success && served === false ? ': accepted, and does not serve it' : '';
    const text = serverMessage.includes(message) ? '' : `: ${message}`;
    const mark = isHealthy(pod) ? '✓' : '✗';
    return `${mark} worker pod ${name} ${ip}${renderTime(durationMs)}${idle}${text}`;
}
function renderTime(durationMs = 0) {
    return durationMs < 0.5 ? '' : ` (${formatDuration(durationMs)})`;
}

;// CONCATENATED MODULE: ./lib/report/annotations.js







function annotateRun({ operation, outcomes, cancelled, message }) {
    const reds = groupByCause(outcomes.filter(isRed));
    const left = outcomes.filter(({ status }) => status === 'not-attempted').length;
    const annotations = reds.map((cause, index) => ({
        title: chooseTitle(cause, operation),
        text: describeCause(cause, index === 0 ? left : 0),
        count: cause.outcomes.length
    }));
    if (cancelled) {
        const { length } = reds[0]?.outcomes ?? [];
        annotations.splice(0, 1, {
            title: wording[operation].cancelled,
            text: [message, ...refer(reds[0])].join(' '),
            count: length
        });
    }
    const hasMore = annotations.length > maxAnnotations;
    const shown = hasMore ? annotations.slice(0, maxAnnotations - 1) : annotations;
    for (const { title, text } of shown) {
        annotateError(title, text);
    }
    if (hasMore) {
        const count = annotations.slice(shown.length).reduce((sum, one) => sum + one.count, 0);
        annotateError('More failures', `${count} more results are not green: see the job summary and the file that the output results-file names.`);
    }
}
function chooseTitle({ first }, operation) {
    const { status, reason } = first;
    const { failed, unverified, unknown, cancelled } = wording[operation];
    if (status === 'unknown') {
        return reason === 'cancelled' ? cancelled : unknown;
    }
    if (isPartlyDone(first)) {
        return failedOnSome;
    }
    return reason === 'not-verified' ? unverified : failed;
}
function describeCause(cause, notAttempted) {
    const targets = cause.outcomes.map(({ target }) => target);
    const others = notAttempted === 1 ? '1 other was' : `${notAttempted} others were`;
    const message = joinMessage(cause.first);
    const isShared = cause.first.isSharedCause && (notAttempted > 0 || isPattern(cause.first.target.group));
    return [
        isShared ? message : `${describeTargets(targets)}: ${message}`,
        ...(notAttempted > 0 ? [`${others} not attempted.`] : []),
        ...refer(cause)
    ].join(' ');
}
function refer(cause) {
    const docs = cause === undefined ? undefined : findDocs(cause.first);
    return docs === undefined ? [] : [`More: ${docs}`];
}

;// CONCATENATED MODULE: ./lib/report/outputs.js








const maxOutputBytes = 100_000;
function buildOutputs(totals, resultsFile) {
    const { outcomes, result, message } = totals;
    const given = new Set(totals.groups);
    const last = outcomes.findLast(({ status }) => status === 'succeeded');
    const whole = serializeList(describeResults(totals));
    const lists = {
        'environment-results': whole || serializeList(describeResults(totals, outputs_shorten)),
        'failed-environments': serializeList(listFailedEnvironments(outcomes)),
        'failed-groups': serializeList(listFailedGroups(outcomes).map(name => showGroup(name, given)))
    };
    const isShort = whole === '' && lists['environment-results'] !== '';
    return {
        success: String(result === 'success'),
        result,
        message: escapeLogLine(message) + explainLimit(lists, isShort, resultsFile),
        'environment-results': lists['environment-results'],
        'results-file': resultsFile,
        'failed-environments': lists['failed-environments'],
        'failed-groups': lists['failed-groups'],
        'environment-url': findEnvironmentUrl(outcomes, last?.target.environment),
        revision: last?.revision === undefined ? '' : String(last.revision)
    };
}
function explainLimit(lists, isShort, resultsFile) {
    const emptied = Object.keys(lists).filter(name => lists[name] === '');
    const verb = emptied.length === 1 ? 'is' : 'are';
    const notes = [
        ...(isShort ? ['environment-results is without worker pods and messages'] : []),
        ...(emptied.length > 0 ? [`${joinNames(emptied)} ${verb} empty`] : [])
    ];
    if (notes.length === 0) {
        return '';
    }
    const where = resultsFile === ''
        ? 'No file with every result could be written.'
        : `The file ${resultsFile} has every result.`;
    return ` (An output has at most 100,000 bytes: ${notes.join('; ')}. ${where})`;
}
function serializeList(values) {
    const items = [];
    let bytes = 1;
    for (const value of values) {
        const item = serializeOutput(value);
        bytes += Buffer.byteLength(item) + 1;
        if (bytes > maxOutputBytes) {
            return '';
        }
        items.push(item);
    }
    return `[${items.join()}]`;
}
function findEnvironmentUrl(outcomes, environment) {
    const served = outcomes.findLast(({ status, target, accessUrl }) => status === 'succeeded' && target.environment === environment && accessUrl !== undefined);
    return parseWebAddress(served?.accessUrl ?? '') ?? '';
}
function* describeResults({ outcomes, groups }, change = (one) => one) {
    const given = new Set(groups);
    for (const outcome of outcomes) {
        yield change(outputs_describeResult(outcome, given));
    }
}
function outputs_describeResult(outcome, givenGroups) {
    const { target, status, reason, durationMs, httpStatus, revision, previousRevision } = outcome;
    const { pods = [] } = outcome;
    const accessUrl = parseWebAddress(outcome.accessUrl ?? '');
    return {
        environmentName: target.environment,
        success: isGreen(outcome),
        message: escapeLogLine(joinMessage(outcome)),
        group: showGroup(target.group, givenGroups),
        status,
        reason,
        durationMs: Math.round(durationMs),
        ...(httpStatus !== undefined && { httpStatus }),
        ...(revision !== undefined && { revision }),
        ...(previousRevision !== undefined && { previousRevision }),
        ...(accessUrl !== undefined && { accessUrl }),
        ...(pods.length > 0 && {
            pods: pods.map(pod => ({
                ...pod,
                name: escapeLogLine(pod.name),
                ip: escapeLogLine(pod.ip),
                message: escapeLogLine(pod.message)
            }))
        })
    };
}
function outputs_shorten(result) {
    return { ...result, message: '', pods: undefined };
}
function showGroup(name, givenGroups) {
    return givenGroups.has(name) ? name : redact(name);
}
function writeResultsFile(totals) {
    const folder = process.env.RUNNER_TEMP;
    if (!folder) {
        return '';
    }
    const path = (0,external_node_path_namespaceObject.join)(folder, `deploy-api-proxy-group-${(0,external_node_crypto_namespaceObject.randomUUID)()}.json`);
    const file = (0,external_node_fs_namespaceObject.openSync)(path, 'wx');
    let separator = '[\n';
    for (const result of describeResults(totals)) {
        (0,external_node_fs_namespaceObject.writeSync)(file, separator + serializeOutput(result));
        separator = ',\n';
    }
    (0,external_node_fs_namespaceObject.writeSync)(file, totals.outcomes.length === 0 ? '[]\n' : '\n]\n');
    (0,external_node_fs_namespaceObject.closeSync)(file);
    return path;
}
function writeOutputs(totals, resultsFile) {
    const file = process.env.GITHUB_OUTPUT;
    if (!file) {
        annotateWarning('Outputs were not written', 'This runner provides no GITHUB_OUTPUT file, so later steps cannot read the outputs of ' +
            'this step. The result of the step is not affected.');
        return;
    }
    const outputs = Object.entries(buildOutputs(totals, resultsFile));
    (0,external_node_fs_namespaceObject.appendFileSync)(file, outputs.map(([name, value]) => `${name}=${value}\n`).join(''));
}

;// CONCATENATED MODULE: ./lib/report/html.js



const maxNamesInCell = 5;
const maxScopesInCell = 3;
const minShownMs = 100;
function renderTable(header, rows) {
    const used = header.map((_, index) => rows.some(cells => cells[index] !== ''));
    const renderRow = (tag, cells) => {
        const shown = cells.filter((_, index) => used[index]);
        return `<tr>${shown.map(cell => `<${tag}>${cell}</${tag}>`).join('')}</tr>`;
    };
    const lines = [renderRow('th', header), ...rows.map(cells => renderRow('td', cells))];
    return `<table>\n${lines.join('\n')}\n</table>\n`;
}
function renderDetails(title, content, isOpen = false) {
    return `<details${isOpen ? ' open' : ''}><summary>${title}</summary>\n${content}</details>\n`;
}
function renderRest(count, max) {
    return count > max ? `<p>… and ${count - max} more.</p>\n` : '';
}
function renderTargets(targets) {
    const { scopes, more } = listScopes(targets, maxScopesInCell);
    return [
        ...scopes.map(one => `${renderNames(one.groups)} on&nbsp;${renderNames(one.environments)}`),
        ...(more > 0 ? [`and ${more} more`] : [])
    ].join('<br>');
}
function renderNames(names) {
    const more = names.length - maxNamesInCell;
    const shown = more > 1 ? names.slice(0, maxNamesInCell) : names;
    const list = shown.map(name => renderCode(name)).join(', ');
    return more > 1 ? `${list} and ${more} more` : list;
}
function renderDuration(ms) {
    return formatDuration(ms).replaceAll(' ', '&nbsp;');
}
function renderLongest(durations) {
    const known = durations.filter(ms => ms !== undefined);
    const longest = Math.max(0, ...known);
    const limit = known.length > 1 ? 'up&nbsp;to&nbsp;' : '';
    return longest < minShownMs ? '' : limit + renderDuration(longest);
}

;// CONCATENATED MODULE: ./lib/report/summary-tables.js







const maxSingleRows = 6;
const maxOpenReds = 10;
const maxOpenGreens = 6;
const maxRows = 100;
const maxOpenGroups = 25;
const maxMessage = 2_000;
const maxMessageOfMany = 600;
const statusMarks = {
    succeeded: '✅',
    current: '✅',
    pending: '🟡',
    failed: '❌',
    unknown: '❓',
    'not-attempted': '⚪'
};
function renderCauses(outcomes) {
    const explained = new Set();
    if (outcomes.length <= maxSingleRows) {
        return [renderCauseTable(listFew(outcomes), explained)];
    }
    const causes = groupByCause(outcomes);
    const reds = causes.filter(({ first }) => isRed(first));
    const others = causes.filter(({ first }) => !isRed(first) && !isGreen(first));
    const greens = isOpenMatrix(outcomes) ? [] : causes.filter(({ first }) => isGreen(first));
    const openGreens = greens.length > maxOpenGreens ? [] : greens;
    const open = [...reds.slice(0, maxOpenReds), ...openGreens, ...others];
    return [
        ...(open.length > 0 ? [renderCauseTable(open, explained)] : []),
        ...renderFolded([...reds.slice(maxOpenReds), ...greens.slice(openGreens.length)], explained)
    ];
}
function listFew(outcomes) {
    const greens = outcomes.filter(isGreen).map(first => ({ first, outcomes: [first] }));
    const others = groupByCause(outcomes.filter(outcome => !isGreen(outcome)));
    const indexOf = ({ first }) => outcomes.indexOf(first);
    return [...greens, ...others].sort((one, other) => indexOf(one) - indexOf(other));
}
function renderFolded(causes, explained) {
    if (causes.length === 0) {
        return [];
    }
    const more = renderRest(causes.length, maxRows);
    const table = renderCauseTable(causes.slice(0, maxRows), explained);
    return [renderDetails(`${causes.length} more results`, `${table}${more}`)];
}
function renderCauseTable(causes, explained) {
    const max = causes.length > maxOpenReds ? maxMessageOfMany : maxMessage;
    const rows = causes.map(cause => {
        const { explanation } = cause.first;
        const isRepeated = isRed(cause.first) && explained.has(explanation);
        explained.add(explanation);
        return [
            renderResult(cause.first),
            renderTargets(cause.outcomes.map(({ target }) => target)),
            renderMessage(cause, max, isRepeated ? '' : explanation),
            summary_tables_renderTime(cause)
        ];
    });
    return renderTable(['Result', 'API Proxy Group', 'Message', 'Time'], rows);
}
function renderResult(outcome) {
    return `${statusMarks[outcome.status]}&nbsp;${labelOutcome(outcome)}`;
}
function renderMessage({ first, outcomes }, max, explanation) {
    const docs = isGreen(first) || explanation === '' ? undefined : findDocs(first);
    const address = parseWebAddress(first.accessUrl ?? '');
    const isShared = outcomes.every(({ accessUrl }) => accessUrl === first.accessUrl);
    const isQuoted = !isGreen(first) || first.explanation === '';
    const { questions, facts } = renderDiagnoses(first);
    return joinParts('<br>', [
        ...questions,
        isQuoted ? renderCode(first.serverMessage, max) : undefined,
        joinParts(' ', [...facts, renderExplanation(explanation), docs && renderDocs(docs)]),
        joinParts(' · ', [
            outcomes.length === 1 ? describeRevision(first) : undefined,
            address !== undefined && isShared ? `Served at ${renderCode(address)}` : undefined
        ])
    ]);
}
function renderDiagnoses({ diagnoses = [] }) {
    const described = diagnoses.map(one => describeDiagnosis(one, name => renderCode(name)));
    const questions = described.map(({ question }) => question).filter(Boolean);
    return {
        questions: questions.map(question => `<strong>${question}</strong>`),
        facts: described.map(({ statement, available }) => joinParts(' ', [statement, available]))
    };
}
function joinParts(separator, parts) {
    return parts.filter(Boolean).join(separator);
}
function renderDocs(docs) {
    return docs.startsWith('https:') ? `<a href="${docs}">More</a>` : `More: ${renderCode(docs)}`;
}
function renderExplanation(text) {
    return text
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replace(/`([^`]+)`/g, '<code>$1</code>');
}
function summary_tables_renderTime({ first, outcomes }) {
    return first.status === 'not-attempted'
        ? ''
        : renderLongest(outcomes.map(({ durationMs }) => durationMs));
}
function renderMatrix(outcomes) {
    const environments = [...new Set(outcomes.map(({ target }) => target.environment))];
    const byGroup = new Map();
    for (const outcome of outcomes) {
        const { group, environment } = outcome.target;
        byGroup.set(group, (byGroup.get(group) ?? new Map()).set(environment, outcome));
    }
    const countFailures = (results) => [...results.values()].filter(outcome => !isGreen(outcome)).length;
    const rows = [...byGroup]
        .sort(([, one], [, other]) => countFailures(other) - countFailures(one))
        .map(([group, results]) => [
        renderCode(group),
        ...environments.map(name => renderCell(results.get(name)))
    ]);
    const header = ['API Proxy Group', ...environments.map(name => renderCode(name))];
    const table = renderTable(header, rows);
    return isOpenMatrix(outcomes) ? table : renderDetails(`All ${outcomes.length} results`, table);
}
function isOpenMatrix(outcomes) {
    const groups = new Set(outcomes.map(({ target }) => target.group)).size;
    const environments = new Set(outcomes.map(({ target }) => target.environment)).size;
    return groups > 1 && environments > 1 && groups <= maxOpenGroups;
}
function renderCell(outcome) {
    if (outcome === undefined) {
        return '';
    }
    const revision = describeRevision(outcome);
    return `${renderResult(outcome)}${revision === undefined ? '' : `, ${revision.toLowerCase()}`}`;
}

;// CONCATENATED MODULE: ./lib/report/summary-pods.js




const maxOpenPods = 10;
const maxPodRows = 200;
function renderPods(outcomes) {
    const failed = outcomes.filter(({ pods = [] }) => !pods.every(isHealthy));
    const others = outcomes.length > maxSingleRows ? [] : outcomes.filter(one => !failed.includes(one));
    return [failed, others].flatMap(shown => renderPodTable(shown, outcomes.length > 1));
}
function renderPodTable(outcomes, namesTarget) {
    const reports = mergeReports(outcomes);
    if (reports.length === 0) {
        return [];
    }
    const rows = sortFailedFirst(reports)
        .slice(0, maxPodRows)
        .map(report => [
        renderState(report),
        renderCode(report.name),
        renderCode(report.ip),
        namesTarget ? renderTargets(report.targets) : '',
        renderCode(report.message, 300),
        renderLongest(report.durations)
    ]);
    const header = ['Result', 'Worker pod', 'Address', 'API Proxy Group', 'Message', 'Time'];
    const content = `${renderTable(header, rows)}${renderRest(reports.length, maxPodRows)}`;
    const isOpen = !reports.every(isHealthy) && reports.length <= maxOpenPods;
    return [renderDetails(summary_pods_renderTitle(reports), content, isOpen)];
}
function renderState({ success, served }) {
    if (!success) {
        return '❌&nbsp;Failed';
    }
    return served === false ? '❌&nbsp;Does not serve it' : '✅&nbsp;OK';
}
function mergeReports(outcomes) {
    const merged = new Map();
    for (const { target, pods = [], serverMessage } of outcomes) {
        const shown = serverMessage.slice(0, maxMessageOfMany);
        for (const pod of pods) {
            const { success, served } = pod;
            const message = shown.includes(pod.message) ? '' : pod.message;
            const key = JSON.stringify([identify(pod, target), success, served, message]);
            const report = merged.get(key) ?? { ...pod, message, targets: [], durations: [] };
            report.targets.push(target);
            report.durations.push(pod.durationMs);
            merged.set(key, report);
        }
    }
    return [...merged.values()];
}
function identify({ name, ip }, { environment }) {
    return JSON.stringify([environment, name, ip]);
}
function summary_pods_renderTitle(reports) {
    const total = countPods(reports);
    const count = total === 1 ? '1 worker pod' : `${total} worker pods`;
    const failed = reports.filter(({ success }) => !success);
    const idle = reports.filter(({ success, served }) => success && served === false);
    const problems = [
        describePods(failed, `of ${count} failed`, 'failed'),
        describePods(idle, `of ${count} do not serve it`, 'does not serve it')
    ].filter(Boolean);
    return problems.join(', ') || count;
}
function describePods(reports, plural, singular) {
    const [first] = reports;
    const pods = countPods(reports);
    if (first === undefined || pods > 1) {
        return pods > 1 ? `${pods} ${plural}` : '';
    }
    const groups = new Set(reports.flatMap(({ targets }) => targets.map(({ group }) => group))).size;
    const more = groups > 1 ? ` (${groups} groups)` : '';
    return `${renderCode(first.name || first.ip)} ${singular}${more}`;
}
function countPods(reports) {
    const pods = reports.flatMap(({ targets, ...pod }) => targets.map(one => identify(pod, one)));
    return new Set(pods).size;
}

;// CONCATENATED MODULE: ./lib/report/summary.js








const maxSummaryBytes = 900_000;
const maxStops = 12;
const resultMarks = {
    success: '✅',
    partial: '❌',
    failure: '❌',
    unknown: '❓',
    cancelled: '🚫'
};
function renderSummary(input) {
    const { outcomes } = input;
    const start = renderStart(input);
    const renderParts = (pods, results) => [
        start,
        ...renderCauses(outcomes),
        ...(results && outcomes.length > maxSingleRows ? [renderMatrix(outcomes)] : []),
        ...(pods ? renderPods(outcomes) : [])
    ].join('\n');
    const explain = (leftOut) => `\n<p>${leftOut} left out, because GitHub shows no summary above 1 MiB.</p>\n`;
    const versions = [
        () => renderParts(true, true),
        () => renderParts(false, true) + explain('The worker pods are'),
        () => renderParts(false, false) + explain('The worker pods and the list of all results are')
    ];
    for (const render of versions) {
        const markdown = render();
        if (Buffer.byteLength(markdown) <= maxSummaryBytes) {
            return markdown;
        }
    }
    return `${start}${explain('The tables are')}<p>The log and the outputs have the messages.</p>\n`;
}
function renderStart(input) {
    const { resolvedGroups = [] } = input;
    const note = resolvedGroups.length === 0
        ? ''
        : `\n<p><code>group</code> stands for ${renderResolved(resolvedGroups)}.</p>\n`;
    return `<h2>${summary_renderTitle(input)}</h2>\n${renderWay(input)}\n<p>${renderFacts(input)}</p>\n${note}`;
}
function renderWay({ outcomes, operation }) {
    const environments = [...new Set(outcomes.map(({ target }) => target.environment))];
    if (environments.length < 2) {
        return '';
    }
    const stops = environments.slice(0, maxStops).map(name => {
        const here = outcomes.filter(({ target }) => target.environment === name);
        const green = here.filter(isGreen).length;
        const isMixed = green > 0 && green < here.length;
        const mark = statusMarks[findWorst(here)];
        return `${mark}&nbsp;${renderCode(name)}${isMixed ? ` (${green} of ${here.length})` : ''}`;
    });
    const more = environments.length - stops.length;
    const all = more > 0 ? [...stops, `${more} more`] : stops;
    return `\n<p>${all.join(operation === 'deploy' ? ' → ' : ' · ')}</p>\n`;
}
function findWorst(outcomes) {
    const order = ['unknown', 'failed', 'not-attempted', 'pending', 'succeeded'];
    return order.find(status => outcomes.some(one => one.status === status)) ?? 'current';
}
function renderResolved(groups) {
    const count = groups.length === 1 ? '1 API Proxy Group' : `${groups.length} API Proxy Groups`;
    return `${count}: ${joinNames(groups.map(name => renderCode(name)), 10)}`;
}
function summary_renderTitle(input) {
    const { operation, result, outcomes } = input;
    const [environment, ...others] = new Set(outcomes.map(({ target }) => target.environment));
    const locate = (preposition) => environment === undefined || others.length > 0
        ? ''
        : ` ${preposition} ${renderCode(environment)}`;
    if (isOnlyUnverified(input)) {
        return `❌ ${wording[operation].unverified}${locate('on')}`;
    }
    if (result === 'success' && outcomes.every(({ status }) => status === 'current')) {
        return `✅ Already current${locate('on')}`;
    }
    if (result === 'failure' && outcomes.some(isPartlyDone)) {
        return `❌ ${failedOnSome}${locate('of')}`;
    }
    const title = `${resultMarks[result]} ${wording[operation][result]}`;
    return result === 'cancelled' ? title : title + locate(choosePreposition(operation, result));
}
function choosePreposition(operation, result) {
    if (result === 'unknown') {
        return 'on';
    }
    if (operation === 'check') {
        return result === 'success' ? 'to' : 'on';
    }
    return wording[operation].preposition;
}
function isOnlyUnverified({ operation, result, outcomes }) {
    const isUnverified = ({ reason }) => reason === 'not-verified';
    return ((operation === 'deploy' || operation === 'undeploy') &&
        result !== 'cancelled' &&
        outcomes.some(isUnverified) &&
        outcomes.every(outcome => isGreen(outcome) || isUnverified(outcome)));
}
function renderFacts({ project, url, operation, outcomes, durationMs }) {
    return [
        `Project ${renderCode(project)} on ${renderManager(url)}`,
        ...(outcomes.length === 1 ? [] : renderCounts(outcomes, operation)),
        renderDuration(durationMs)
    ].join(' · ');
}
function renderManager(url) {
    const address = parseWebAddress(url);
    const code = renderCode(url);
    return address === undefined ? code : `<a href="${address.replaceAll('&', '&amp;')}">${code}</a>`;
}
function renderCounts(outcomes, operation) {
    const counts = countByStatus(outcomes);
    const labels = labelStatuses(operation);
    return Object.keys(statusMarks)
        .filter(status => counts[status] > 0)
        .map(status => `${statusMarks[status]} ${counts[status]} ${labels[status]}`);
}
function writeSummary(input) {
    append(renderSummary(input));
}
function writeFailureSummary(title, problems) {
    const lines = problems.map(problem => `<li>${renderCode(problem)}</li>`);
    append(`<h2>${title}</h2>\n\n<ul>\n${lines.join('\n')}\n</ul>\n`);
}
function append(markdown) {
    const file = process.env.GITHUB_STEP_SUMMARY;
    if (file) {
        (0,external_node_fs_namespaceObject.appendFileSync)(file, markdown);
    }
}

;// CONCATENATED MODULE: ./lib/report/report.js







function report(run) {
    const { outcomes, operation, cancelled } = run;
    const result = summarizeResult(outcomes, cancelled);
    const message = describeOutcomes(outcomes, result, operation);
    writeTotals({ outcomes, result, message, groups: run.groups });
    writePart('The job summary', () => {
        writeSummary({ ...run, url: run.url.href.replace(/\/$/, ''), result });
    });
    writePart('The annotations', () => {
        annotateRun({ outcomes, operation, cancelled, message });
    });
    if (outcomes.length > 1 || cancelled) {
        print(`${result}: ${countOutcomes(outcomes, operation)}`);
    }
    return result === 'success' ? 0 : 1;
}
const nothingSent = 'Nothing was sent.';
function reportFailure(error) {
    if (error instanceof Error && error.stack !== undefined) {
        log_debug(error.stack);
    }
    const text = error instanceof Error ? error.message : String(error);
    if (error instanceof InputError) {
        reportProblems('Invalid input', 'failure', text.split('\n').filter(Boolean));
    }
    else {
        const crash = `The action crashed; this is a bug: ${text}. Check the environments in the Apinizer ` +
            'Manager, and report the bug.';
        reportProblems('The action crashed', 'unknown', [crash]);
    }
    return 1;
}
function reportProblems(title, result, problems) {
    const sentences = result === 'failure' ? [...problems, nothingSent] : problems;
    writeTotals({ outcomes: [], result, message: sentences.join(' '), groups: [] });
    writePart('The job summary', () => {
        const heading = result === 'failure' ? `❌ ${title}: nothing was sent` : `❓ ${title}: outcome unknown`;
        writeFailureSummary(heading, problems);
    });
    const all = problems.length <= maxAnnotations ? problems : [sentences.join(' ')];
    for (const [index, problem] of all.entries()) {
        const isLast = result === 'failure' && index === problems.length - 1;
        annotateError(title, isLast ? `${problem} ${nothingSent}` : problem);
    }
}
function isolateErrors({ waveStarts, targetEnds, waveEnds }) {
    const isolatedEnd = isolate(targetEnds);
    return {
        waveStarts: isolate(waveStarts),
        targetEnds: (outcome, wave) => {
            void isolatedEnd(outcome, wave);
        },
        waveEnds: isolate(waveEnds)
    };
}
function isolate(observe) {
    return async (...given) => {
        try {
            await observe?.(...given);
        }
        catch (error) {
            warn(error);
        }
    };
}
function writeTotals(totals) {
    let resultsFile = '';
    writePart('The file with every result', () => {
        resultsFile = writeResultsFile(totals);
    });
    writePart('The outputs', () => {
        writeOutputs(totals, resultsFile);
    });
}
function writePart(what, write) {
    try {
        write();
    }
    catch (error) {
        warn(error, `${what} could not be written: `);
    }
}
function warn(error, start = '') {
    const text = error instanceof Error ? error.message : String(error);
    annotateWarning('Report is incomplete', start + text);
}

;// CONCATENATED MODULE: ./lib/runner/cancel-signal.js
function createCancelSignal() {
    const controller = new AbortController();
    for (const name of ['SIGINT', 'SIGTERM']) {
        process.on(name, () => {
            controller.abort();
        });
    }
    return controller.signal;
}

;// CONCATENATED MODULE: external "fs"
const external_fs_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("fs");
;// CONCATENATED MODULE: ./lib/node_modules/@actions/github/lib/context.js


class Context {
    /**
     * Hydrate the context from the environment
     */
    constructor() {
        var _a, _b, _c;
        this.payload = {};
        if (process.env.GITHUB_EVENT_PATH) {
            if ((0,external_fs_namespaceObject.existsSync)(process.env.GITHUB_EVENT_PATH)) {
                this.payload = JSON.parse((0,external_fs_namespaceObject.readFileSync)(process.env.GITHUB_EVENT_PATH, { encoding: 'utf8' }));
            }
            else {
                const path = process.env.GITHUB_EVENT_PATH;
                process.stdout.write(`GITHUB_EVENT_PATH ${path} does not exist${external_os_namespaceObject.EOL}`);
            }
        }
        this.eventName = process.env.GITHUB_EVENT_NAME;
        this.sha = process.env.GITHUB_SHA;
        this.ref = process.env.GITHUB_REF;
        this.workflow = process.env.GITHUB_WORKFLOW;
        this.action = process.env.GITHUB_ACTION;
        this.actor = process.env.GITHUB_ACTOR;
        this.job = process.env.GITHUB_JOB;
        this.runAttempt = parseInt(process.env.GITHUB_RUN_ATTEMPT, 10);
        this.runNumber = parseInt(process.env.GITHUB_RUN_NUMBER, 10);
        this.runId = parseInt(process.env.GITHUB_RUN_ID, 10);
        this.apiUrl = (_a = process.env.GITHUB_API_URL) !== null && _a !== void 0 ? _a : `https://api.github.com`;
        this.serverUrl = (_b = process.env.GITHUB_SERVER_URL) !== null && _b !== void 0 ? _b : `https://github.com`;
        this.graphqlUrl =
            (_c = process.env.GITHUB_GRAPHQL_URL) !== null && _c !== void 0 ? _c : `https://api.github.com/graphql`;
    }
    get issue() {
        const payload = this.payload;
        return Object.assign(Object.assign({}, this.repo), { number: (payload.issue || payload.pull_request || payload).number });
    }
    get repo() {
        if (process.env.GITHUB_REPOSITORY) {
            const [owner, repo] = process.env.GITHUB_REPOSITORY.split('/');
            return { owner, repo };
        }
        if (this.payload.repository) {
            return {
                owner: this.payload.repository.owner.login,
                repo: this.payload.repository.name
            };
        }
        throw new Error("context.repo requires a GITHUB_REPOSITORY environment variable like 'owner/repo'");
    }
}
//# sourceMappingURL=context.js.map
;// CONCATENATED MODULE: ./lib/node_modules/@actions/github/lib/github.js


const context = new Context();
/**
 * Returns a hydrated octokit ready to use for GitHub Actions
 *
 * @param     token    the repo PAT or GITHUB_TOKEN
 * @param     options  other options to set
 */
function getOctokit(token, options, ...additionalPlugins) {
    const GitHubWithPlugins = GitHub.plugin(...additionalPlugins);
    return new GitHubWithPlugins(getOctokitOptions(token, options));
}
//# sourceMappingURL=github.js.map
;// CONCATENATED MODULE: ./lib/runner/commit.js

function readRunVariables(env) {
    return { ...env, GITHUB_SHA: findCommit(env, context.payload) };
}
function findCommit(env, event) {
    const { pull_request, workflow_run } = Object(event);
    const isSha = (value) => typeof value === 'string' && /^[0-9a-f]{40,64}$/.test(value);
    const shas = [pull_request?.head?.sha, workflow_run?.head_sha, env.GITHUB_SHA];
    return shas.find(isSha);
}

;// CONCATENATED MODULE: ./lib/runner/run-info.js
const maxPartLength = 100;
function describeWorkflowRun(env) {
    const read = (name) => (env[name] ?? '').slice(0, maxPartLength);
    const commit = read('GITHUB_SHA').slice(0, 7);
    const repository = [read('GITHUB_REPOSITORY'), commit].filter(Boolean).join('@');
    const run = read('GITHUB_RUN_ID') && `run ${read('GITHUB_RUN_ID')}`;
    const actor = read('GITHUB_ACTOR') && `by ${read('GITHUB_ACTOR')}`;
    const source = [repository, [run, actor].filter(Boolean).join(' ')].filter(Boolean).join(', ');
    return source === '' ? 'Deployed by deploy-api-proxy-group' : `GitHub Actions: ${source}`;
}

;// CONCATENATED MODULE: ./lib/main.js













async function main() {
    const startedAt = performance.now();
    try {
        const signal = createCancelSignal();
        const inputs = readInputs();
        for (const warning of inputs.warnings) {
            annotateWarning('Check the configuration of this step', warning);
        }
        const { operation, project, url, groups } = inputs;
        const client = createClient(inputs, signal);
        const context = {
            client,
            signal,
            listings: createListingCache(client),
            settings: selectSettings(inputs),
            onProgress: print,
            warn: annotateWarning
        };
        const progress = isolateErrors(trackProgress(operation));
        const result = await run(context, progress, createRecorders(inputs, client, signal));
        const durationMs = performance.now() - startedAt;
        const cancelled = signal.aborted;
        return report({ operation, project, url, groups, ...result, cancelled, durationMs });
    }
    catch (error) {
        return reportFailure(error);
    }
}
function createClient(inputs, signal) {
    const { url, token, headers, proxy, caCertificates, clientCertificate, clientKey } = inputs;
    const credentials = { token, headers, caCertificates, clientCertificate, clientKey };
    const http = createHttpClient({ url, proxy: proxy?.href, ...credentials });
    const { project, timeoutMs } = inputs;
    const onDebug = isDebug() ? log_debug : undefined;
    return createApinizerClient(http, { project, timeoutMs, signal, onDebug });
}
function selectSettings(inputs) {
    const { token, headers, proxy, caCertificates, clientCertificate, clientKey, githubToken, githubEnvironment, warnings, ...settings } = inputs;
    return { ...settings, defaultDescription: describeWorkflowRun(readRunVariables(process.env)) };
}
function createRecorders(inputs, client, signal) {
    const { operation, githubToken, githubEnvironment, project, skipIfCurrent } = inputs;
    if (githubToken === undefined || (operation !== 'deploy' && operation !== 'undeploy')) {
        return [];
    }
    return [
        isolateErrors(recordGitHubDeployments({
            connect: () => connectToGitHub(githubToken, inputs.caCertificates),
            env: readRunVariables(process.env),
            operation,
            project,
            skipIfCurrent,
            githubEnvironment,
            findType: createTypeFinder(client),
            signal
        }))
    ];
}

;// CONCATENATED MODULE: ./lib/index.js




process.exitCode = 1;
ignoreBrokenPipe();
function end(code) {
    process.exitCode = code;
    flushStdout(() => {
        process.exit();
    });
}
process.on('uncaughtException', error => {
    end(reportFailure(error));
});
process.on('beforeExit', () => {
    end(reportFailure(new Error('nothing was left to wait for')));
});
void main().then(end);

