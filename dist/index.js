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
        serverMessage: json === undefined ? quoteBody(response.body) : readSentence(json),
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
function quoteBody(body) {
    const title = /<title[^>]*>([^<]*)</i.exec(body)?.[1];
    const isPlain = !/^\s*["[<]|\{/.test(body);
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
    return parseJson(body);
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
    const sentences = [readSentence(response), readSentence(deployment)];
    const report = { serverMessage: describeItems(sentences, items), pods: listPods(items) };
    const wanted = target.environment.normalize();
    const isWanted = ({ environment = wanted }) => environment === wanted;
    const above = sentences.join('. ');
    if (flags.includes('no') || deniesDeployment.test(above)) {
        return { ...report, state: 'denied', missing: '' };
    }
    const missing = [
        (mentionsFailure(above, target) ||
            items.some(({ message }) => deniesDeployment.test(message))) &&
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
function collect(value, place, contents, outer, depth = 0) {
    const { flags, items } = contents;
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
        if (place !== 'elsewhere' && itemFields.includes(name)) {
            for (const item of listItems(name, inner, flags)) {
                collect(item, 'item', contents, environment, depth + 1);
            }
        }
        else if (inner !== null) {
            const isDeployment = place === 'response' && name === 'deploymentResult';
            const innerPlace = isDeployment ? 'deploymentResult' : 'elsewhere';
            collect(inner, innerPlace, contents, environment, depth + 1);
        }
    }
    return contents;
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
    const success = getField(value, 'success') ?? undefined;
    const status = getField(value, 'status') ?? undefined;
    const isKnown = place !== 'elsewhere';
    if (success === false || isFailureStatus(status) || (isKnown && carriesError(value))) {
        return ['no'];
    }
    const flag = place === 'response' ? (success ?? status) : success;
    const isMissing = isKnown && flag === undefined;
    const isOdd = (success ?? true) !== true || (isKnown && (status ?? 'SUCCESS') !== 'SUCCESS');
    return isMissing || isOdd ? ['gap'] : [];
}
function readItem(value, environment) {
    const message = joinTexts([getText(value, 'message'), getText(value, 'detail')]);
    const success = getField(value, 'success') === true;
    const name = getText(value, 'podName') ?? '';
    const ip = getText(value, 'podIp') ?? '';
    const responseTime = getField(value, 'responseTime');
    const isTime = typeof responseTime === 'number' && Number.isFinite(responseTime);
    const pod = { name, ip, success, message, ...(isTime && { durationMs: responseTime }) };
    return { environment, message, success, pod: name || ip ? pod : undefined };
}
function listPods(items) {
    const pods = items.flatMap(({ pod }) => pod ?? []);
    return [...new Map(pods.map(pod => [Object.values(pod).join('\n'), pod])).values()];
}
const deniesDeployment = /\b(un)?deploy(ment|ed)?\s+(has\s+)?failed\b|\bfailed\s+to\s+(un)?deploy\b/i;
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
        .filter(({ success }) => !success)
        .map(({ pod, message }) => pod === undefined ? message : `${pod.name || pod.ip}: ${message || 'failed'}`);
    if (failures.length > 0) {
        return joinTexts([...above, ...failures]);
    }
    const successes = items.filter(({ pod }) => pod === undefined).map(({ message }) => message);
    return joinTexts(successes) || joinTexts(above);
}

;// CONCATENATED MODULE: ./lib/apinizer/host.js
function getHost({ hostname }) {
    return hostname.replace(/^\[|\]$/g, '');
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
    return name === undefined
        ? undefined
        : {
            name,
            deployed: getBoolean(row, 'deployed'),
            redeployRequired: getBoolean(row, 'redeployRequired'),
            type: getText(row, 'type'),
            accessUrl: getText(row, 'accessUrl')
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
    const host = readHost(getText(pod, 'workerPodIp') ?? '');
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
    return URL.canParse(url) ? getHost(new URL(url)) : address;
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
;// CONCATENATED MODULE: external "node:events"
const external_node_events_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:events");
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
async function speaksTls(url) {
    const socket = external_node_tls_namespaceObject.connect({ host: getHost(url), port: Number(url.port || 80) });
    try {
        await (0,external_node_events_namespaceObject.once)(socket, 'secureConnect', { signal: AbortSignal.timeout(probeMs) });
        return true;
    }
    catch (error) {
        const { tlsProblem = 'closed' } = classifyNetworkError(error, { sent: false });
        return !['not-tls', 'closed'].includes(tlsProblem);
    }
    finally {
        socket.destroy();
    }
}

;// CONCATENATED MODULE: ./lib/apinizer/http.js








const maxResponseBytes = 16 * 1024 * 1024;
const maxHeaderBytes = 256 * 1024;
const keepAliveMs = 30_000;
const proxyRefusal = 'Proxy Authentication Required';
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
                host: getHost(url),
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
                else if (result.status === 407 && !isSecure && proxy !== undefined) {
                    settle({ kind: 'proxy', detail: proxyRefusal, sent: false, httpStatus: 407 });
                }
                else {
                    settle(result);
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
async function readBody(response) {
    const { statusCode: status = 0, headers } = response;
    if (headers.age !== undefined) {
        headers.age = response.headersDistinct['age']?.join();
    }
    const chunks = [];
    let size = 0;
    for await (const chunk of response) {
        chunks.push(chunk);
        size += chunk.length;
        if (size > maxResponseBytes) {
            return 'The response is larger than 16 MiB.';
        }
    }
    const bytes = decompress(Buffer.concat(chunks), headers['content-encoding']);
    return bytes === undefined
        ? 'The response’s compression cannot be read.'
        : { kind: 'complete', status, headers, body: decodeText(bytes, headers) };
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
    return new TextDecoder().decode(bytes);
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
        findKnown: group => byGroup.get(group)
    };
}
function once(call) {
    let result;
    return (...given) => (result ??= call(...given));
}

;// CONCATENATED MODULE: ./lib/inputs/parsers.js
class InvalidValue extends Error {
}
const maxDurationMs = 24 * 60 * 60 * 1000;
const maxQuotedLength = 100;
function quote(value) {
    const line = value.replaceAll(/\s+/g, ' ');
    const isLong = line.length > maxQuotedLength;
    return `\`${line.slice(0, maxQuotedLength).toWellFormed()}${isLong ? '…' : ''}\``;
}
function findProblem(text, mistakes) {
    return mistakes.find(({ pattern }) => pattern.test(text))?.problem;
}
function splitLines(text) {
    return text
        .split(/\r\n|\r|\n/)
        .map(line => line.trim())
        .filter(line => line !== '');
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
function isLoopback(hostname) {
    return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
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
    const problem = findProblem(text, tokenMistakes);
    if (problem !== undefined) {
        throw new InvalidValue(problem);
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
const uriEncoded = [
    /[^\w.!~*'()-]/g,
    /[^\w.*-]/g,
    /[^\w.~-]/g,
    /[^\w.~/-]/g,
    /[^\w.!~*'();/?:@&=+$,#-]/g,
    /[^!$-&(-;=?-~]/g
];
const jsonEncoded = [/(?!)/g, /[^ -~]/g, /[<>&\u2028\u2029]/g, /[<>&='\u2028\u2029]/g];
const { registerSecret, redact } = createRedactor();
function createRedactor() {
    let allSpellings = [];
    const byPrefix = new Map();
    let prefixes = [];
    return {
        registerSecret: (secret) => {
            const spellings = spellSecret(secret);
            for (const spelling of spellings) {
                const prefix = spelling.slice(0, prefixLength);
                byPrefix.set(prefix, [...(byPrefix.get(prefix) ?? []), spelling]);
            }
            prefixes = [...byPrefix.keys()];
            allSpellings = [...allSpellings, ...spellings].sort((a, b) => b.length - a.length);
        },
        redact: (text) => {
            if (!prefixes.some(prefix => text.includes(prefix))) {
                return text;
            }
            const rest = allSpellings.reduce((kept, spelling) => kept.replaceAll(spelling, mask), text);
            return removeBeginnings(rest, byPrefix);
        }
    };
}
function removeBeginnings(text, byPrefix) {
    let kept = '';
    let keptTo = 0;
    for (let start = 0; start + prefixLength <= text.length; start += 1) {
        const spellings = byPrefix.get(text.slice(start, start + prefixLength)) ?? [];
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
function spellSecret(secret) {
    const lines = secret
        .replace(/-----(?:BEGIN|END) [A-Z0-9 ]+-----/g, '\n')
        .split(/[\r\n]+/)
        .map(line => line.trim())
        .filter(line => line !== '');
    const wholes = ['\n', '\r\n', ' ', ''].map(lineBreak => lines.join(lineBreak));
    const longLines = lines.filter(line => line.length >= prefixLength);
    return new Set(lines.length === 0 ? [] : [...wholes.flatMap(listSpellings), ...longLines]);
}
function listSpellings(secret) {
    const latin1 = Buffer.from(secret, 'latin1');
    const isLatin1 = latin1.toString('latin1') === secret;
    const encodings = [Buffer.from(secret), ...(isLatin1 ? [latin1] : [])];
    const long = encodings.filter(bytes => bytes.length >= minEncodedBytes);
    return [
        secret,
        ...encodings.flatMap(listUriSpellings),
        ...listJsonSpellings(secret),
        ...listHtmlSpellings(secret),
        ...long.flatMap(bytes => [bytes.toString('hex'), bytes.toString('hex').toUpperCase()]),
        ...long.flatMap(bytes => [0, 1, 2].flatMap(shift => listBase64Spellings(bytes, shift)))
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
function maskIfPossible(secret) {
    if (secret.length < minLength) {
        return `it is shorter than ${minLength} characters`;
    }
    const input = ['url', 'project', 'group', 'environment'].find(name => getInput(name).includes(secret));
    if (input !== undefined) {
        return `it occurs in \`${input}\``;
    }
    mask_mask(secret);
    return undefined;
}
function mask_mask(secret) {
    if (secret.trim() !== '') {
        setSecret(secret);
        registerSecret(secret);
    }
}

;// CONCATENATED MODULE: ./lib/inputs/names.js



function parseName(name) {
    const problem = hasDotSegment(name) ? otherPath : findProblem(name, mistakes);
    if (problem !== undefined) {
        throw new InvalidValue(`contains the name ${quote(name)}, ${problem}`);
    }
    return name;
}
const otherPath = 'in which `.` or `..` stands alone or between slashes. ' +
    'A gateway could turn that into the path of another project or group';
const mistakes = [
    { pattern: /[\p{Cc}\u2028\u2029]/u, problem: 'with a line break or control character' },
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
    },
    { pattern: /\p{Cs}/u, problem: 'with broken Unicode' },
    {
        pattern: new RegExp(`^[^]{${maxNameLength + 1}}`),
        problem: `which has more than ${maxNameLength} characters`
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
    const names = isJson ? parseJsonList(text) : splitLines(text).map(checkLine);
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
const otherForms = [
    { pattern: /^#|\s#\s/, problem: 'a comment' },
    { pattern: /^-(?:\s|$)/, problem: 'a YAML list item' },
    { pattern: /[,;]/, problem: 'a comma or semicolon' },
    { pattern: /^(["'`]).*\1$/, problem: 'quotes' }
];
function checkLine(line) {
    const form = findProblem(line, otherForms);
    if (form !== undefined) {
        throw new InvalidValue(`contains ${form} in the line ${quote(line)}. Give one name per line, and nothing else. ` +
            `If it is part of a name, use a JSON array: ${quote(JSON.stringify([line]))}`);
    }
    return line;
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

;// CONCATENATED MODULE: ./lib/inputs/proxy.js



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
        if (!(error instanceof InvalidValue)) {
            throw error;
        }
        problems.push(`The runner’s variable ${error.message}.`);
        return undefined;
    }
}
function findMaskedProxy(url) {
    const choice = findProxy(url, process.env);
    const { username = '', password = '' } = choice.proxy ?? {};
    if (password === '') {
        return choice;
    }
    const decoded = decodeURIComponent(password);
    const pair = `${decodeURIComponent(username)}:${decoded}`;
    const [problem] = [...new Set([decoded, password, pair])].map(maskIfPossible);
    const warning = `The proxy’s password is not masked: ${problem ?? ''}.`;
    return problem === undefined ? choice : { ...choice, warnings: [...choice.warnings, warning] };
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
function findProxy(url, env) {
    const variable = readVariable(env, url.protocol === 'https:' ? 'https_proxy' : 'http_proxy');
    const noProxy = readVariable(env, 'no_proxy');
    const entries = noProxy.value.split(',').map(entry => entry.trim());
    const isDirect = isLoopback(url.hostname) || entries.some(entry => covers(entry, url));
    if (variable.value === '' || isDirect) {
        return { proxy: undefined, warnings: [] };
    }
    refuse(noProxy, [quotes]);
    const unusable = entries.filter(isUnusable).map(quote).join(', ');
    return {
        proxy: parseProxy(variable),
        warnings: unusable === '' ? [] : [explainEntries(noProxy.name, unusable, url)]
    };
}
function readVariable(env, name) {
    const set = [name, name.toUpperCase()].find(spelling => (env[spelling] ?? '') !== '') ?? name;
    return { name: set, value: (env[set] ?? '').trim() };
}
function refuse({ name, value }, mistakes) {
    const problem = findProblem(value, mistakes);
    if (problem !== undefined) {
        throw new InvalidValue(`\`${name}\` ${problem}`);
    }
}
const proxyExample = 'Use a URL such as `http://proxy.example.com:3128`';
const quotes = {
    pattern: /["'`]/,
    problem: 'contains quotes. Remove them (in a password, write `"` as `%22`, `\'` as `%27`)'
};
const proxyMistakes = [
    {
        pattern: /^file:|\.pac$|wpad\.dat/i,
        problem: `is the address of a PAC file, which is not read. ${proxyExample}`
    },
    quotes,
    {
        pattern: /^(?!https?:)[a-z][a-z0-9+.-]*:\/\//i,
        problem: `names a proxy of another kind than http or https. ${proxyExample}`
    },
    {
        pattern: /(?<!^https?:(?=\/\/)|^https?:\/)[#/?\\].*@/i,
        problem: 'has a `#`, `/`, `?` or `\\` in its user name or password. Write it as `%23`, `%2F`, `%3F` or `%5C`'
    }
];
function parseProxy(variable) {
    const { name, value } = variable;
    refuse(variable, proxyMistakes);
    const address = /^https?:\/\//i.test(value) ? value : `http://${value}`;
    if (!URL.canParse(address)) {
        throw new InvalidValue(`\`${name}\` is not the address of a proxy. ${proxyExample}`);
    }
    const proxy = new URL(address);
    try {
        decodeURIComponent(proxy.username + proxy.password);
    }
    catch {
        throw new InvalidValue(`\`${name}\` has an invalid percent-encoding in its user name or password. ` +
            'Write a `%` as `%25`');
    }
    return Object.assign(proxy, { pathname: '', search: '', hash: '' });
}
function isUnusable(entry) {
    return entry !== '*' && /[\s*/;?<]|\.$/.test(entry.replace(/^\*\./, ''));
}
function explainEntries(name, unusable, url) {
    return (`The runner’s variable \`${name}\` has entries that cannot be used, so requests to ` +
        `\`${url.hostname}\` go through the proxy. Use host names, \`.example.com\`, ` +
        `single IP addresses or \`*\`, separated by commas, in place of ${unusable}.`);
}
function covers(entry, url) {
    if (entry === '*') {
        return true;
    }
    const [, port] = /^(?:\[.*\]|[^:]*):(\d+)$/.exec(entry) ?? [];
    const place = port === undefined ? entry : entry.slice(0, -port.length - 1);
    const host = getHost({ hostname: place.toLowerCase() }).replace(/^\*\./, '.');
    const urlPort = url.port || (url.protocol === 'https:' ? '443' : '80');
    const name = getHost(url);
    const isBelow = name.endsWith(host.startsWith('.') ? host : `.${host}`);
    return host !== '' && (port ?? urlPort) === urlPort && (name === host || isBelow);
}
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
    return listHeaderSecrets(getInput('headers')).flatMap(({ name = '', value }) => {
        const problem = maskIfPossible(value);
        return problem === undefined
            ? []
            : [`The value of header \`${name}\` is not masked: ${problem}. Names are never masked.`];
    });
}
function readEach({ problems, warnings }) {
    const read = (input, parse) => {
        try {
            return parse(readText(input));
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
function readText(input) {
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
    return readText(input) !== (defaults[input] ?? '');
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
function findIgnored({ operation, githubToken }) {
    if (operation === undefined) {
        return [];
    }
    const warnings = ignoredBy[operation]
        .filter(differsFromDefault)
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
function inBatches(items, work) {
    const queue = createQueue(maxAtOnce);
    return Promise.all(items.map(item => queue(() => work(item))));
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
function readNames(result) {
    return result.ok && result.value.isComplete ? result.value.items : undefined;
}
function createSpeller(available) {
    const listed = new Set(available);
    const byForm = new Map(available.map(name => [name.normalize(), name]));
    return name => (listed.has(name) ? name : byForm.get(name.normalize()));
}
function explainName(name, available, kind) {
    const spelled = available && createSpeller(available)(name);
    if (available === undefined || spelled === name) {
        return undefined;
    }
    return spelled === undefined
        ? { explanation: '', diagnoses: [diagnoseName(name, available, kind)] }
        : { explanation: otherForm };
}
const otherForm = 'The name exists in another Unicode form, which looks the same: copy it from the Manager.';
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
function findNearest(name, available) {
    const wanted = simplify(name);
    const candidates = available.map(candidate => ({ candidate, simple: simplify(candidate) }));
    const [extended, ...others] = candidates.filter(({ simple }) => simple.startsWith(wanted));
    if (extended !== undefined && others.length === 0 && wanted.length >= minPrefixLength) {
        return extended.candidate;
    }
    const maxEdits = Math.max(1, Math.floor(wanted.length / 4));
    const [best] = candidates
        .filter(({ simple }) => Math.abs(simple.length - wanted.length) <= maxEdits)
        .map(({ candidate, simple }) => ({ candidate, edits: countEdits(wanted, simple) }))
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
function countEdits(one, other) {
    const columns = Array.from(other);
    let row = [0, ...columns.map((_, index) => index + 1)];
    for (const [index, character] of Array.from(one).entries()) {
        const next = [index + 1];
        for (const [column, otherCharacter] of columns.entries()) {
            const replaced = (row[column] ?? 0) + (character === otherCharacter ? 0 : 1);
            next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
        }
        row = next;
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
        remedy: 'Check that `url` is the address of the Apinizer Manager and not of a login page or a portal.',
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
        remedy: 'Check the group and the environment’s worker pods in the Apinizer Manager, and raise ' +
            '`verify-timeout` if they need longer.'
    }
};
function findRemedy(reason, purpose) {
    return (purpose === 'read' ? readRemedies[reason] : undefined) ?? reasons[reason].remedy;
}
const readRemedies = {
    rejected: 'Check the names (they are case-sensitive), and that the token’s user may view the project: ' +
        'API_MANAGEMENT with VIEW.',
    forbidden: 'Give the token’s user access to the project and the environment, and API_MANAGEMENT with VIEW.',
    'gateway-timeout': 'Check whether the Manager behind the gateway is running.'
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
const reasonsByKind = {
    connect: 'connection-failed',
    'unknown-host': 'connection-failed',
    proxy: 'connection-failed',
    tls: 'tls',
    lost: 'connection-lost',
    malformed: 'unexpected-response',
    timeout: 'timeout',
    cancelled: 'cancelled'
};
function classifyFailure(failure, facts) {
    const isUnknown = facts.isOpen === true || (failure.sent && facts.purpose === 'change');
    const { httpStatus, kind, detail: serverMessage } = failure;
    if (kind === 'cancelled' && !isUnknown) {
        const explanation = 'Nothing was sent: the workflow run was cancelled.';
        return { status: 'not-attempted', reason: 'cancelled', serverMessage: '', explanation };
    }
    const isSharedCause = !isUnknown && kind !== 'lost' && kind !== 'malformed';
    return {
        status: isUnknown ? 'unknown' : 'failed',
        reason: reasonsByKind[kind],
        serverMessage,
        explanation: explainFailure(failure, facts),
        ...(httpStatus !== undefined && { httpStatus }),
        ...(kind === 'proxy' && { docs: 'proxies' }),
        ...(isSharedCause && { isSharedCause })
    };
}
function explainFailure(failure, facts) {
    switch (failure.kind) {
        case 'connect':
            return `Could not connect. ${reasons['connection-failed'].remedy}`;
        case 'unknown-host':
            return ('The runner’s DNS knows no such host name. Check its spelling in `url` (or in https_proxy), and ' +
                'that this runner can resolve internal names.');
        case 'proxy':
            return (`${describeProxyFailure(failure.httpStatus)} ` +
                'Check https_proxy (or http_proxy) and no_proxy on the runner.');
        case 'tls':
            return tlsRemedies[failure.tlsProblem ?? 'other'];
        case 'lost':
            return 'The connection was lost before the complete response arrived.';
        case 'malformed':
            return `The response could not be read. ${reasons['unexpected-response'].remedy}`;
        case 'timeout':
            return explainTimeout(failure, facts);
        case 'cancelled':
            return reasons.cancelled.remedy;
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
function explainTimeout({ sent }, { timeoutMs, purpose }) {
    const limit = `within ${formatDuration(timeoutMs)}`;
    if (!sent) {
        return `Could not connect ${limit} (\`timeout\`). ${reasons['connection-failed'].remedy}`;
    }
    return purpose === 'read'
        ? `No complete response ${limit}. The server accepts connections and does not respond: check whether the ` +
            'Apinizer Manager is running.'
        : `No complete response ${limit} (\`timeout\`). The server may still be working on it. ${reasons.timeout.remedy}`;
}

;// CONCATENATED MODULE: ./lib/deploy/classify.js




function classifyReport({ state, serverMessage, pods, missing }, done) {
    const details = { serverMessage, pods, httpStatus: 200 };
    switch (state) {
        case 'confirmed': {
            const explanation = describeConfirmation(pods.length);
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
function findMeaning(problem, refusal) {
    if (problem.kind !== 'response') {
        return problem.sent && problem.kind !== 'cancelled' ? 'lost' : 'final';
    }
    const { status, edition } = problem;
    const isSame = isSameRefusal(problem, refusal);
    if (isSilentRefusal(problem)) {
        return isSame ? 'final' : 'lost';
    }
    if (edition !== undefined) {
        return [401, 403, 409, 423, 429, 503].includes(status) ? 'refused' : 'final';
    }
    if (status < 400 || status >= 500) {
        return 'lost';
    }
    return isSame || status === 429 ? 'refused' : 'foreign';
}
function isSameRefusal(problem, refusal) {
    return (refusal?.kind === 'response' &&
        refusal.status === problem.status &&
        refusal.defect === problem.defect);
}
function isBusy({ status, edition, serverMessage }) {
    return (edition !== undefined &&
        [409, 423, 503].includes(status) &&
        !/\b(already|duplicate|exists|unique)\b/i.test(serverMessage));
}
function classifyProblem(problem, facts) {
    const classification = classifyAny(problem, facts);
    const { status, reason, explanation } = classification;
    return status !== 'unknown' || reason === 'gateway-timeout' || reason === 'cancelled'
        ? classification
        : { ...classification, explanation: join(explanation, reasons['connection-lost'].remedy) };
}
function classifyAny(problem, facts) {
    if (problem.kind !== 'response') {
        return classifyFailure(problem, facts);
    }
    return problem.status >= 400
        ? classifyErrorResponse(problem, facts)
        : classifyOddSuccess(problem, facts);
}
const reasonsByStatus = {
    401: 'unauthorized',
    403: 'forbidden',
    404: 'not-found',
    409: 'conflict',
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
    const { purpose, isOpen = false } = facts;
    const reason = findReason(response);
    const isSilent = isSilentRefusal(response);
    const isShared = !isOpen && (isSilent ? purpose === 'change' : httpStatus === 401);
    const said = `The server responded with ${httpStatus}`;
    const closed = serverMessage === '' ? `${said}. ${describeBody(response)}` : '';
    return {
        status: isOpen ? 'unknown' : 'failed',
        reason,
        httpStatus,
        serverMessage,
        explanation: join(isOpen ? `${said}, and the Manager may have carried the request out.` : closed, isOpen && isSilent ? springErrors : explainError(response, reason, purpose)),
        ...(httpStatus === 401 &&
            response.edition === undefined && { docs: 'responses-that-are-not-the-managers' }),
        ...(isShared && { isSharedCause: true })
    };
}
const springErrors = 'Spring servers respond like this to their own errors: check the log of the Apinizer Manager.';
function explainError(response, reason, purpose) {
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
    const isForeign = status === 403 && edition === undefined && defect !== 'spring';
    if (isForeign || (reason === 'rejected' && ![400, 422].includes(status))) {
        return foreignRefusal;
    }
    if (status === 403 && edition === undefined && !/denied|forbidden|permi/i.test(serverMessage)) {
        return reasons['server-error'].remedy;
    }
    if (reason === 'conflict' && !isBusy(response)) {
        return 'Check the group in the Apinizer Manager, and the Manager’s own message.';
    }
    if (reason === 'rejected' && /\bpermissions?\b/i.test(serverMessage)) {
        return findRemedy('forbidden', purpose);
    }
    return findRemedy(reason, purpose);
}
const silentRefusal = 'Check the path prefix of `url`, the permissions of the token’s user, whether *Enable Management APIs* is on in ' +
    'the Manager, whether a gateway removes the Authorization header or refuses the request, and the Manager’s log: ' +
    'Spring servers respond like this to their own errors, too.';
const foreignRefusal = 'The response is probably not the Manager’s: check `url`, and whether a gateway or firewall refused the request.';
const gatewaySignIn = 'If that does not help, check whether a gateway in front of the Manager requires its own sign-in.';
function classifyOddSuccess(response, { isOpen }) {
    const { status: httpStatus, serverMessage, location } = response;
    const details = { status: isOpen ? 'unknown' : 'failed', httpStatus };
    const said = `The server responded with ${httpStatus}`;
    if (httpStatus < 300) {
        const reason = 'unexpected-response';
        const explanation = `${said}. ${describeBody(response)} ${reasons[reason].remedy}`;
        return { ...details, reason, serverMessage, explanation };
    }
    const redirect = location === undefined ? '' : `Redirected to ${location}`;
    const address = location?.match(/^(https?:.*?)\/apiops\//is)?.[1];
    return {
        ...details,
        reason: 'redirected',
        serverMessage: address === undefined ? redirect : `${redirect}: set url to ${address}`,
        explanation: `${said}, a redirect. ${reasons.redirected.remedy}`
    };
}
const bodies = {
    empty: 'The response is empty.',
    html: 'The response is an HTML page, not the Manager’s JSON.',
    cached: 'The response comes from a cache, not from the Manager.',
    'not-json': 'The response is not complete JSON, or has the same key twice.',
    spring: 'The response is an error of the server itself (Spring), not in the Manager’s words.'
};
function describeBody({ defect }) {
    return (defect && bodies[defect]) ?? 'The response is not the Manager’s JSON.';
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
    const nothingSent = classification.reason === 'cancelled' ? '' : 'Nothing was sent.';
    return {
        ok: false,
        classification: {
            ...classification,
            isSharedCause: true,
            explanation: join(nothingSent, explainSpecialCharacters(first, project, result.problem), explanation, explainClosing(result.problem, url), explainDowntime(result.problem, retryTimeoutMs))
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
async function checkNames(names, { listings, settings }) {
    const limits = () => ({
        timeoutMs: Math.min(settings.timeoutMs, maxListMs),
        retryTimeoutMs: Math.min(settings.retryTimeoutMs, maxRetryMs),
        mayRetry: mayRetryRead()
    });
    const lists = await Promise.all([
        listings.listGroups(limits()),
        listings.listEnvironments(limits())
    ]);
    const groups = compare(names.groups, lists[0]);
    const environments = compare(names.environments, lists[1]);
    const asked = environments.missing.length > 0 ? names.groups : groups.missing;
    const own = await readOwnLists(asked, group => listings.listGroupEnvironments(group, limits()));
    const missingGroups = groups.missing.filter(name => !own.groups.has(name));
    const missingEnvironments = environments.missing.filter(name => !own.environments.has(name));
    const { project } = settings;
    const diagnoses = [
        ...describe(missingGroups, groups.available, { kind: 'group', project }),
        ...describe(missingEnvironments, environments.available, { kind: 'environment', project })
    ];
    return {
        edition: lists.map(detectEdition).find(Boolean),
        spell: ({ group, environment }) => ({
            group: groups.spell(group) ?? group,
            environment: environments.spell(environment) ?? environment
        }),
        isMissing: ({ group, environment }) => missingGroups.includes(group) || missingEnvironments.includes(environment),
        classification: classifyMissing(diagnoses, missingGroups.length + missingEnvironments.length)
    };
}
function compare(names, list) {
    const available = readNames(list) ?? names;
    const spell = createSpeller(available);
    return { available, spell, missing: names.filter(name => spell(name) === undefined) };
}
async function readOwnLists(asked, list) {
    const groups = new Set();
    const environments = new Set();
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
function describe(missing, available, kind) {
    return missing
        .slice(0, maxDescribed)
        .map(name => diagnoseName(name, available, kind))
        .map((one, index, { length }) => (index < length - 1 ? { ...one, available: undefined } : one));
}
function classifyMissing(diagnoses, total) {
    const more = total - diagnoses.length;
    return total === 0
        ? undefined
        : {
            status: 'failed',
            reason: 'not-found',
            serverMessage: '',
            diagnoses,
            explanation: join(more > 0 ? `${more} more names do not exist.` : '', 'Nothing was sent.'),
            isSharedCause: true
        };
}

;// CONCATENATED MODULE: ./lib/deploy/diagnose.js


const limits = { timeoutMs: 3_000 };
async function diagnose(target, classification, problem, context) {
    if (problem.kind !== 'response' || ![400, 403, 404].includes(problem.status)) {
        return classification;
    }
    const special = explainSpecialCharacters(target, context.settings.project, problem);
    if (special !== '') {
        return { ...classification, explanation: join(special, classification.explanation) };
    }
    const isManagers = problem.edition !== undefined || problem.status === 404;
    return isManagers && !/\bpermissions?\b/i.test(problem.serverMessage)
        ? { ...classification, ...(await diagnoseNames(target, problem, context)) }
        : classification;
}
async function diagnoseNames(target, { defect, serverMessage }, { listings, settings: { project, operation } }) {
    const [projects, groups, environments] = await Promise.all([
        listings.listProjects(limits),
        listings.listGroups(limits),
        listings.listEnvironments(limits)
    ]);
    if (defect === 'empty' && !projects.ok && isNotFound(projects.problem)) {
        const explanation = 'No Apinizer API responds at this address: check `url` and its path prefix.';
        return { docs: 'responses-that-are-not-the-managers', explanation };
    }
    const names = [
        { kind: 'project', name: project, listed: readNames(projects) },
        { kind: 'group', name: target.group, listed: readNames(groups) },
        { kind: 'environment', name: target.environment, listed: readNames(environments) }
    ];
    const [wrong] = names.flatMap(({ kind, name, listed }) => explainName(name, listed, { kind, project }) ?? []);
    if (wrong !== undefined || names.some(({ listed }) => listed === undefined)) {
        return wrong;
    }
    const isRead = operation === 'check' || operation === 'verify';
    const permission = isRead ? 'VIEW' : 'MANAGE and DEPLOY_UNDEPLOY';
    const remedy = /privilege/i.test(serverMessage)
        ? `give the token’s user API_MANAGEMENT with ${permission}, and access to the environment.`
        : 'the names are not the cause. Check the log of the Apinizer Manager.';
    return { explanation: `Project, group and environment exist: ${remedy}` };
}
function isNotFound(problem) {
    return problem.kind === 'response' && problem.status === 404;
}
async function diagnoseEnvironment({ environment }, classification, { listings, settings: { project } }) {
    const listed = readNames(await listings.listEnvironments(limits));
    const wrong = explainName(environment, listed, { kind: 'environment', project });
    return { ...classification, ...wrong };
}

;// CONCATENATED MODULE: ./lib/deploy/groups.js





async function selectGroups(entries, first, context) {
    if (!entries.some(isPattern)) {
        return { ok: true, groups: entries };
    }
    const { listings, onProgress, settings } = context;
    const { timeoutMs, retryTimeoutMs, project } = settings;
    const listing = await listings.listGroups({
        retryTimeoutMs,
        mayRetry: mayRetryRead(),
        onRetry: createRetryReport(first, onProgress, retryTimeoutMs)
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
    return entry.includes('*') || isExclusion(entry);
}
function isExclusion(entry) {
    return entry.startsWith('!');
}
function resolveGroups(entries, available) {
    const exclusions = entries.filter(isExclusion).map(entry => entry.slice(1));
    const wanted = entries.filter(entry => !isExclusion(entry));
    const names = wanted.filter(entry => !isPattern(entry)).map(name => name.normalize());
    const isExcluded = (group) => exclusions.some(pattern => matches(pattern, group));
    const find = (pattern) => available.filter(group => matches(pattern, group) && !isExcluded(group));
    const groups = wanted.flatMap(entry => isPattern(entry) ? find(entry).filter(group => !names.includes(group.normalize())) : [entry]);
    const unmatched = wanted.filter(entry => isPattern(entry) && find(entry).length === 0);
    return { groups: [...new Set(groups)], unmatched };
}
function matches(pattern, name) {
    const [start = '', ...parts] = pattern.normalize().split('*');
    const text = name.normalize();
    const end = parts.pop();
    if (end === undefined) {
        return text === start;
    }
    let position = start.length;
    for (const part of parts) {
        const found = text.indexOf(part, position);
        if (found === -1) {
            return false;
        }
        position = found + part.length;
    }
    return text.startsWith(start) && text.endsWith(end) && position + end.length <= text.length;
}

;// CONCATENATED MODULE: ./lib/deploy/plan.js
function createPlan(names) {
    return names.environments.map(environment => ({
        environment,
        targets: names.groups.map(group => ({ group, environment }))
    }));
}

;// CONCATENATED MODULE: ./lib/deploy/run-plan.js



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
function runWave(wave, runTarget, { maxParallel, signal }, observers) {
    const stopRetrying = new AbortController();
    const runNext = async (target, index) => {
        if (index > 0 && index < maxParallel) {
            await (0,promises_namespaceObject.setTimeout)(index);
        }
        if (signal.aborted || stopRetrying.signal.aborted) {
            return skipTarget(target, signal.aborted ? 'cancelled' : 'shared-cause');
        }
        const outcome = await runTarget(target, stopRetrying.signal);
        if (outcome.isSharedCause) {
            stopRetrying.abort();
        }
        for (const observer of observers) {
            observer.targetEnds?.(outcome, wave);
        }
        return outcome;
    };
    const queue = createQueue(maxParallel);
    return Promise.all(wave.targets.map((target, index) => queue(() => runNext(target, index))));
}
const explanations = {
    cancelled: 'Nothing was sent: the workflow run was cancelled first.',
    'fail-fast': 'Nothing was sent: an earlier environment did not fully succeed (`fail-fast`).',
    'shared-cause': 'Nothing was sent: the run stopped at an error that affects every target.',
    obstacle: 'Nothing was sent: the run could not begin.'
};
function skipTarget(target, stop) {
    return {
        target,
        durationMs: 0,
        status: 'not-attempted',
        reason: stop === 'cancelled' ? stop : 'not-attempted',
        serverMessage: '',
        explanation: explanations[stop]
    };
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
    const { retryTimeoutMs, timeoutMs, project } = context.settings;
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
    const environments = cached.ok ? cached : await client.listEnvironments(limits);
    if (!environments.ok) {
        return fail(environments.problem);
    }
    const { items, isComplete } = environments.value;
    const wrong = explainName(target.environment, items, { kind: 'environment', project });
    if (wrong === undefined) {
        return pending(listing.value.isComplete ? neverDeployed : notTold);
    }
    return isComplete
        ? { ...failed, reason: 'not-found', ...wrong }
        : { ...failed, reason: 'unexpected-response', explanation: incompleteList };
}
const failed = { httpStatus: 200, serverMessage: '', status: 'failed' };
const neverDeployed = 'Never deployed there; a deployment would make it live.';
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

;// CONCATENATED MODULE: ./lib/deploy/poll.js



const poll_firstPauseMs = 500;
const poll_maxPauseMs = 5_000;
const maxRequestMs = 30_000;
function createPoll(name, { client, signal, settings, onProgress }, endsAt = performance.now() + settings.verifyTimeoutMs) {
    const onFinding = (finding) => {
        onProgress(`${name} is not confirmed yet: ${finding}`);
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
    const isSilent = ({ isOptionalCall }, silentForMs) => isOptionalCall === true && silentForMs >= silenceMs;
    const { last, silentForMs } = await lookAgain(look, limits, (result, silentNowMs) => {
        if (isSettled(result)) {
            return true;
        }
        if (result.finding !== previousFinding) {
            onFinding(result.finding);
        }
        previousFinding = result.finding;
        return isSilent(result, silentNowMs);
    });
    return isSilent(last, silentForMs) ? { ...last, state: 'unsupported' } : last;
}
async function lookAgain(look, limits, isEnough) {
    let silentSince;
    for (let backoffMs = poll_firstPauseMs;; backoffMs = Math.min(poll_maxPauseMs, backoffMs * 1.5)) {
        const last = await look();
        const now = performance.now();
        silentSince = isUnheard(last.problem) ? (silentSince ?? now) : undefined;
        const silentForMs = now - (silentSince ?? now);
        if (isEnough(last, silentForMs) || !(await waitForNextTry(last.problem, backoffMs, limits))) {
            return { last, silentForMs };
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

;// CONCATENATED MODULE: ./lib/deploy/history.js


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
async function look(group, marker, { client, warn }, limits) {
    const result = await client.listDeployHistory(group, limits);
    if (!result.ok) {
        return { state: 'unreadable', problem: result.problem };
    }
    const { items, isComplete } = result.value;
    const records = items.filter(({ description }) => hasMarker(description, marker));
    if (records.length > 1) {
        warn('A request was repeated', `The deploy history of ${group} contains ${records.length} records of one request: something in front ` +
            'of the Manager repeats POST or DELETE requests. Turn that off in the gateway.');
    }
    const [record] = records;
    if (record === undefined) {
        return { state: isComplete ? 'absent' : 'unreadable' };
    }
    const others = items.filter(one => !records.includes(one));
    return { state: 'found', revisions: readRevisions(record, others) };
}
async function findRecord(group, marker, endsAt, context) {
    const { last } = await lookAgain(() => look(group, marker, context, { timeoutMs: maxLookMs }), { endsAt, signals: [context.signal] }, ({ state, problem }, silentForMs) => state === 'found' ||
        silentForMs > maxSilenceMs ||
        (problem !== undefined && isFinalRefusal(problem)));
    return last.state === 'found' ? last : { explanation: explainMissingRecord(last) };
}
function hasNoHistory(lookup) {
    const { problem } = lookup;
    return problem !== undefined && (isFinalRefusal(problem) || isUnheard(problem));
}
function explainMissingRecord({ state, problem }) {
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

;// CONCATENATED MODULE: ./lib/deploy/route-findings.js

function classifyRoutes(routes, expectation) {
    const results = routes.map(route => classifyRoute(route, expectation));
    const order = ['contradicted', 'inconclusive', 'confirmed', 'neutral'];
    const worst = order.map(state => results.find(one => one.state === state)).find(Boolean);
    return worst ?? inconclusive('the Manager reports no route');
}
function classifyRoute(route, { isDeployed, isProof = false, reportedPods = [] }) {
    const { pods, deployedInManager, isActive } = route;
    const serving = pods.filter(({ isServing }) => isServing);
    const isServed = serving.length > 0 || isActive;
    if (deployedInManager === undefined && isServed !== isDeployed) {
        return inconclusive('the Manager does not tell whether it is deployed by itself');
    }
    const isOwn = deployedInManager ?? isServed;
    if (isOwn) {
        return isDeployed ? classifyServed(route, reportedPods) : confirmed('');
    }
    if (isServed && !isProof) {
        const names = serving.map(({ name }) => name).join(', ') || 'a worker pod';
        const verb = serving.length > 1 ? 'serve' : 'serves';
        const text = `${names} still ${verb} it, although it is undeployed (orphan deployment)`;
        return { ...contradicted(text), isOrphan: true };
    }
    if (isDeployed) {
        return { ...confirmed(''), state: 'neutral' };
    }
    const isOpen = route.podsResponded < 1 || pods.some(({ error }) => leavesOpen(error));
    return isOpen ? inconclusive(describeUnprobed(pods)) : confirmed('');
}
function classifyServed(route, reportedPods) {
    const { pods, podsResponded, isActive, isInconsistent, isComplete } = route;
    if (podsResponded < 1 || pods.length === 0) {
        return inconclusive('no worker pod responded');
    }
    const idle = pods.filter(({ isServing, error }) => !isServing && !leavesOpen(error));
    if (idle.length > 0) {
        const names = idle.map(pod => nameReported(pod, reportedPods)).join(', ');
        const text = `${names} ${idle.length === 1 ? 'does' : 'do'} not serve it yet`;
        return { ...contradicted(text), idleHosts: idle.map(({ host }) => host) };
    }
    if (pods.some(({ error }) => error !== undefined)) {
        return inconclusive(describeUnprobed(pods));
    }
    if (isInconsistent || !isActive || !isComplete) {
        return contradicted('the Manager does not confirm that every worker pod serves it');
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
        return { ...confirmed(''), pods };
    }
    if (silent.length < reported.length) {
        const names = silent.map(({ name, ip }) => [name, ip].filter(Boolean).join(' ')).join(', ');
        return inconclusive(`${names} did not respond`);
    }
    const numbers = `${pods} worker pods responded, and the deployment reported ${reported.length}`;
    return pods < reported.length
        ? inconclusive(numbers)
        : { ...confirmed(`${numbers}; their addresses cannot be compared.`), pods };
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

;// CONCATENATED MODULE: ./lib/deploy/verify.js







const maxListedNames = 20;
const maxFindingLength = 1_000;
function verifyEnvironment({ group, environment }, poll, expectation) {
    return poll.untilConfirmed(async () => {
        const listing = await poll.client.listGroupEnvironments(group, poll.limits);
        return judgeEnvironment(listing, environment, expectation);
    });
}
function verifyEnvironments(targets, poll) {
    let open = targets.map(target => ({
        target,
        seen: inconclusive('there was no look yet'),
        ...Promise.withResolvers()
    }));
    const results = new Map(open.map(({ target, promise }) => [target, promise]));
    const look = async () => {
        const byGroup = Map.groupBy(open, ({ target }) => target.group);
        await inBatches([...byGroup], async ([group, waiting]) => {
            const listing = await poll.client.listGroupEnvironments(group, poll.limits);
            for (const one of waiting) {
                one.seen = judgeEnvironment(listing, one.target.environment, { isDeployed: true });
                if (isSettled(one.seen)) {
                    one.resolve(one.seen);
                }
            }
        });
        open = open.filter(({ seen }) => !isSettled(seen));
        const [first] = open;
        return (open.find(({ seen }) => seen.problem === undefined) ?? first)?.seen ?? confirmed('');
    };
    void poll.untilConfirmed(look).then(() => {
        for (const { resolve, seen } of open) {
            resolve(seen);
        }
    });
    return results;
}
function judgeEnvironment(response, environment, { isDeployed, isProof = false }) {
    if (!response.ok) {
        return failLook('the Manager did not list the group’s environments', response.problem);
    }
    const listed = findEnvironment(response.value, environment);
    const isListed = listed === undefined && response.value.isComplete ? false : listed?.deployed;
    if (isListed === undefined) {
        return inconclusive('the Manager does not tell whether the environment is deployed');
    }
    if (isListed !== isDeployed) {
        const verb = isDeployed ? 'does not list' : 'still lists';
        return contradicted(`the Manager ${verb} the environment as deployed`);
    }
    if (!isDeployed) {
        return confirmed('The Manager no longer lists the environment as deployed.');
    }
    const { accessUrl, redeployRequired } = listed ?? {};
    if (isProof && redeployRequired !== false) {
        return inconclusive('the Manager does not say that all changes of the group are deployed');
    }
    const changes = redeployRequired === true ? ' It also lists changes that are not deployed.' : '';
    return {
        ...confirmed(`The Manager lists the environment as deployed.${changes}`),
        ...(accessUrl !== undefined && { accessUrl })
    };
}
async function verifyRoutes(target, poll, expectation) {
    let apiProxies;
    const look = async () => {
        if (apiProxies === undefined) {
            const listed = await poll.client.listApiProxies(target.group, poll.limits);
            if (!listed.ok) {
                return failLook('the Manager did not list the group’s API Proxies', listed.problem);
            }
            if (!listed.value.isComplete) {
                return inconclusive('the Manager’s list of the group’s API Proxies is not complete');
            }
            apiProxies = listed.value.items;
        }
        if (apiProxies.length === 0) {
            return cannotSee('the group has no API Proxies');
        }
        const probes = await probeRoutes(apiProxies, target, poll, expectation);
        return mergeProbes(probes, expectation);
    };
    const last = await poll.untilConfirmed(async () => ({ ...(await look()), isOptionalCall: true }));
    return last.state === 'unsupported' ? { remedy: noRouteHealth, ...last } : last;
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
        return failLook('the Manager did not report what its worker pods serve', health.problem);
    }
    if (!health.value.isComplete) {
        return inconclusive('the Manager’s list of routes is not complete');
    }
    return classifyRoutes(health.value.items, expectation);
}
function mergeProbes(probes, { isDeployed }) {
    const failed = ['contradicted', 'inconclusive', 'unsupported'].flatMap(state => probes.filter(one => one.state === state).map(one => ({ ...one, state })));
    const [worst] = failed;
    if (worst === undefined) {
        return isDeployed
            ? describeServed(probes)
            : confirmed(`No worker pod that responded serves an undeployed API Proxy of the group (${probes.length} probed).`);
    }
    const findings = [...Map.groupBy(failed, ({ finding }) => finding)].map(([finding, concerned]) => {
        const names = concerned.slice(0, maxListedNames).map(({ apiProxy }) => apiProxy);
        const rest = concerned.length - names.length;
        return `${names.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}: ${finding}`;
    });
    const isKnown = failed.length < probes.length;
    return {
        ...worst,
        state: worst.state === 'unsupported' && isKnown ? 'inconclusive' : worst.state,
        finding: findings.join('; '),
        idleHosts: failed.flatMap(({ idleHosts = [] }) => idleHosts)
    };
}
function describeServed(probes) {
    const served = probes.filter(({ state }) => state === 'confirmed');
    if (served.length === 0) {
        return cannotSee('none of the group’s API Proxies is deployed by itself');
    }
    const what = served.length === 1
        ? 'API Proxy of the group that is deployed by itself'
        : `${served.length} API Proxies of the group that are deployed by themselves`;
    const notes = new Set(served.map(({ proof }) => proof));
    return confirmed(join(`${describeServing(served)} the ${what}.`, ...notes));
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
function cannotSee(finding) {
    const remedy = 'Route health cannot see this group. Use `verify: environment`.';
    return { state: 'unsupported', finding, proof: '', remedy };
}

;// CONCATENATED MODULE: ./lib/deploy/recover.js





const minLookupMs = 60_000;
async function recover({ target, marker, startedAt, lookup }, open, context) {
    if (marker === undefined) {
        return addTo(open, 'It carried no marker, so it cannot be looked up in a deploy history.');
    }
    const endsAt = startedAt + context.settings.timeoutMs;
    const lookupEndsAt = Math.max(endsAt, performance.now() + minLookupMs);
    const found = lookup?.state === 'found' ? lookup : await searchHistory(target, marker, lookupEndsAt, context);
    if ('explanation' in found) {
        return addTo(open, found.explanation);
    }
    const name = nameTarget(target);
    context.onProgress(`The deploy history contains the request for ${name}: checking whether it is live`);
    const poll = createPoll(name, context, Math.max(lookupEndsAt, performance.now() + minLookupMs));
    return { ...(await proveLive(target, open, poll, context)), ...found.revisions };
}
function addTo(open, explanation) {
    return { ...open, explanation: join(open.explanation, explanation) };
}
function searchHistory(target, marker, endsAt, context) {
    const limit = formatDuration(endsAt - performance.now());
    context.onProgress(`The response for ${nameTarget(target)} did not show the outcome: searching the deploy history for up to ${limit}`);
    return findRecord(target.group, marker, endsAt, context);
}
const found = 'The response did not confirm it, but the deploy history contains this request.';
async function proveLive(target, open, poll, context) {
    const isDeploy = context.settings.operation === 'deploy';
    const startedAt = performance.now();
    const expectation = { isDeployed: isDeploy, isProof: true };
    const environment = await verifyEnvironment(target, poll, expectation);
    const { accessUrl } = environment;
    const details = accessUrl === undefined ? {} : { accessUrl };
    const routes = environment.state === 'confirmed' && isDeploy
        ? await verifyRoutes(target, poll, expectation)
        : environment;
    const isServed = routes.state === 'confirmed' || routes.state === 'unsupported';
    if (environment.state === 'confirmed' && isServed) {
        const known = await context.listings.findKnown(target.group);
        const before = known && judgeEnvironment(known, target.environment, expectation);
        return {
            ...details,
            status: 'succeeded',
            reason: isDeploy ? 'deployed' : 'undeployed',
            serverMessage: '',
            explanation: join(found, environment.proof, isDeploy ? routes.proof : '', before?.state === 'confirmed' ? asBefore : '')
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
        ...addTo(open, 'The deploy history contains this request, but it could not be confirmed as live.'),
        ...details,
        serverMessage: routes.finding
    };
}
const asBefore = 'That is as it was before, so only the deploy history shows that it was carried out.';

;// CONCATENATED MODULE: ./lib/deploy/send.js








const maxDescriptionLength = 250;
async function send(target, context) {
    const { settings, signal, stopRetrying, onProgress } = context;
    const { operation, retryTimeoutMs } = settings;
    const { options, marker } = sign(context);
    const attempt = { target, options, marker, startedAt: performance.now(), sent: 0 };
    const result = await retry(() => trySending(attempt, context), {
        retryTimeoutMs,
        signals: [signal, stopRetrying],
        mayRetry: problem => maySendAgain(problem, attempt.lookup, context),
        onRetry: createRetryReport(target, onProgress, retryTimeoutMs)
    });
    const classification = result.ok
        ? classifyReport(result.value, operation === 'undeploy' ? 'undeployed' : 'deployed')
        : await settle(attempt, result.problem, context);
    return { classification, marker };
}
async function settle(attempt, problem, context) {
    const { target, options, lookup, sent } = attempt;
    const { settings, signal, stopRetrying, refusal } = context;
    const { timeoutMs, retryTimeoutMs } = settings;
    const meaning = findMeaning(problem, refusal);
    const isOpen = meaning === 'lost' ||
        mayBeCarriedOut(attempt) ||
        (lookup?.state !== 'absent' && meaning === 'foreign');
    const classified = classifyProblem(problem, { purpose: 'change', timeoutMs, isOpen });
    const isTriedToTheEnd = maySendAgain(problem, lookup, context) && !signal.aborted && !stopRetrying.aborted;
    const limit = isTriedToTheEnd ? explainRetries(problem, retryTimeoutMs, sent > 1) : '';
    const classification = { ...classified, explanation: join(classified.explanation, limit) };
    if (isOpen) {
        return recover(attempt, classification, context);
    }
    return isRefusedBody(problem, options, context)
        ? { ...classification, explanation: refusedBody }
        : diagnose(target, classification, problem, context);
}
async function trySending(attempt, context) {
    const { client, settings } = context;
    const { target, options, refusal } = attempt;
    if (refusal !== undefined) {
        attempt.lookup = await askHistory(attempt, context);
        if (mayBeCarriedOut(attempt) || !maySendAgain(refusal.problem, attempt.lookup, context)) {
            return refusal;
        }
    }
    attempt.startedAt = performance.now();
    attempt.sent += 1;
    const change = settings.operation === 'undeploy' ? client.undeploy : client.deploy;
    const result = await change(target, options);
    if (result.ok) {
        return result;
    }
    const { problem } = result;
    if (refusal !== undefined && problem.kind === 'cancelled' && !problem.sent) {
        return refusal;
    }
    if (['refused', 'foreign'].includes(findMeaning(problem, context.refusal))) {
        attempt.refusal = result;
    }
    if (attempt.refusal !== undefined) {
        attempt.lookup = await askHistory(attempt, context);
    }
    return result;
}
async function askHistory({ target, marker }, context) {
    return marker === undefined ? undefined : lookUp(target.group, marker, context);
}
function mayBeCarriedOut({ lookup, refusal, sent }) {
    if (lookup?.state !== 'unreadable') {
        return lookup?.state === 'found';
    }
    const isHidden = isTokenRefused(lookup.problem) && (sent > 1 || !isTokenRefused(refusal?.problem));
    return !hasNoHistory(lookup) || isHidden;
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










const maxServed = 20;
const cancelled = 'The run was cancelled before it could be verified.';
function verifyLive(targets, context) {
    const endsAt = performance.now() + context.settings.verifyTimeoutMs;
    const [first, ...others] = targets;
    const isOne = first !== undefined && others.length === 0;
    const name = isOne ? nameTarget(first) : `One of ${targets.length} targets`;
    const queue = createQueue(maxServed);
    const environments = verifyEnvironments(targets, createPoll(name, context, endsAt));
    return new Map([...environments].map(([target, listed]) => [
        target,
        listed.then(environment => queue(() => verifyTarget(target, environment, context, Math.max(endsAt, performance.now()))))
    ]));
}
async function verifyTarget(target, environment, context, endsAt) {
    const poll = createPoll(nameTarget(target), context, endsAt);
    const last = await verifyServed(target, environment, poll, context, { isDeployed: true });
    const none = { serverMessage: '', explanation: '' };
    if (last.state !== 'confirmed' && context.signal.aborted) {
        return { ...none, status: 'not-attempted', reason: 'cancelled', explanation: cancelled };
    }
    const verified = { ...none, status: 'succeeded', reason: 'verified' };
    const classification = applyPoll(last, verified, '', context);
    if (environment.problem !== undefined) {
        return diagnose(target, classification, environment.problem, context);
    }
    return environment.state === 'contradicted'
        ? diagnoseEnvironment(target, classification, context)
        : classification;
}
async function verifyCurrent(current, target, context) {
    const poll = createPoll(nameTarget(target), context);
    const last = await verifyRoutes(target, poll, { isDeployed: true });
    return applyPoll(last, current, 'Nothing was sent.', context);
}
async function verifyChange(accepted, target, marker, context) {
    const isDeployed = context.settings.operation === 'deploy';
    const { explanation, httpStatus, pods = [] } = accepted;
    const poll = createPoll(nameTarget(target), context);
    const expectation = { isDeployed, reportedPods: pods };
    const environment = await verifyEnvironment(target, poll, expectation);
    const last = await verifyServed(target, environment, poll, context, expectation);
    const isReported = httpStatus === 200;
    const lookup = isReported && marker !== undefined ? await lookUp(target.group, marker, context) : undefined;
    const { idleHosts = [] } = last;
    const seen = {
        ...accepted,
        ...(lookup?.state === 'found' && lookup.revisions),
        pods: pods.map(pod => (idleHosts.includes(pod.ip) ? { ...pod, served: false } : pod))
    };
    const what = isDeployed ? 'deployment' : 'undeployment';
    const before = isReported ? `The ${what} itself was accepted.` : explanation;
    return applyPoll(last, seen, before, context);
}
async function verifyServed(target, environment, poll, { settings: { verify } }, expectation) {
    return environment.state === 'confirmed' && verify === 'routes'
        ? { ...environment, ...(await verifyRoutes(target, poll, expectation)) }
        : environment;
}
function applyPoll(last, classification, before, context) {
    const { accessUrl, finding, proof, state } = last;
    const seen = { ...classification, ...(accessUrl !== undefined && { accessUrl }) };
    if (state === 'confirmed') {
        const isRepeated = seen.explanation.includes(proof);
        return { ...seen, explanation: join(seen.explanation, isRepeated ? '' : proof) };
    }
    return {
        ...seen,
        status: 'failed',
        reason: 'not-verified',
        serverMessage: finding,
        explanation: join(before, explainPoll(last, context))
    };
}
function explainPoll({ problem, remedy, isOrphan = false }, { signal, settings: { timeoutMs, verifyTimeoutMs } }) {
    if (signal.aborted) {
        return cancelled;
    }
    if (remedy !== undefined) {
        return remedy;
    }
    if (problem !== undefined && (isUnheard(problem) || isFinalRefusal(problem))) {
        return classifyProblem(problem, { purpose: 'read', timeoutMs }).explanation;
    }
    const advice = isOrphan
        ? 'Deploy that API Proxy again, or undeploy it by itself; restart the worker pods only if it was deleted.'
        : reasons['not-verified'].remedy;
    return `It was not confirmed within ${formatDuration(verifyTimeoutMs)} (\`verify-timeout\`). ${advice}`;
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
    const spell = names?.spell ?? (target => target);
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
    const verified = operation === 'verify' ? verifyLive([...spelled.values()], context) : undefined;
    const runOne = (target, stopRetrying) => {
        const one = spelled.get(target) ?? target;
        return runTarget(target, () => verified?.get(one) ?? runOperation(one, { ...context, stopRetrying }));
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
function getErrorMessage(error) {
    return error instanceof Error ? error.message : String(error);
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

;// CONCATENATED MODULE: ./lib/report/github-api.js



const timeoutMs = 2_000;
const retryTimeoutMs = 8_000;
const retryTimeoutWhenLimitedMs = 120_000;
const retryTimeoutWhenCancelledMs = 2_500;
const pauseWhenLimitedMs = 60_000;
function createGitHubApi(http, env, cancelled) {
    const { GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: runId = '' } = env;
    if (!repository) {
        throw new Error('the variable GITHUB_REPOSITORY is not set');
    }
    const server = env.GITHUB_SERVER_URL || 'https://github.com';
    const persist = async (callOnce) => {
        const wasCancelled = cancelled.aborted;
        const endsAt = performance.now() + retryTimeoutMs;
        const result = await retry(callOnce, {
            retryTimeoutMs: wasCancelled ? retryTimeoutWhenCancelledMs : retryTimeoutWhenLimitedMs,
            signals: wasCancelled ? [] : [cancelled],
            mayRetry: problem => isRateLimit(problem) || (isTemporary(problem) && performance.now() < endsAt),
            onRetry: () => undefined
        });
        if (result.ok) {
            return result.value;
        }
        if (cancelled.aborted && !wasCancelled && isTemporary(result.problem)) {
            return persist(callOnce);
        }
        throw new Error(explainProblem(result.problem, server));
    };
    return {
        call: (method, path, body) => callOnce(http, {
            method,
            path: `/repos/${repository}/deployments${path}`,
            body: body && JSON.stringify(body)
        }),
        persist,
        runUrl: `${server}/${repository}/actions/runs/${runId}`
    };
}
async function callOnce(http, request) {
    const signal = AbortSignal.timeout(timeoutMs);
    const result = await http.send({ ...request, timeoutMs, signal });
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
    const askedMs = readRetryAfter(response, undefined);
    const isUsedUp = headers['x-ratelimit-remaining'] === '0';
    const isNamed = askedMs !== undefined || isUsedUp || /rate limit/i.test(serverMessage);
    if (status !== 429 && !(status === 403 && isNamed)) {
        return undefined;
    }
    const untilReset = Number(headers['x-ratelimit-reset']) * 1000 - Date.now();
    return askedMs ?? (isUsedUp && untilReset > 0 ? untilReset : pauseWhenLimitedMs);
}
function isRateLimit(problem) {
    return problem.kind === 'response' && problem.retryAfterMs !== undefined;
}
function isTemporary(problem) {
    return problem.kind !== 'response' || problem.status >= 500;
}
function explainProblem(problem, server) {
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
    const { status, reason, diagnoses = [], explanation, docs, target } = outcome;
    const { isSharedCause = false } = outcome;
    const serverMessage = isGreen(outcome) ? '' : outcome.serverMessage;
    const missing = diagnoses.map(one => describeDiagnosis(one).statement);
    const texts = [serverMessage, ...missing, explanation];
    const general = isSharedCause
        ? texts
        : texts.map(text => replaceName(replaceName(text, target.group, '{group}'), target.environment, '{environment}'));
    return JSON.stringify([status, reason, docs, ...general]);
}
function listScopes(targets) {
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
    return [...scopes.values()];
}

;// CONCATENATED MODULE: ./lib/report/wording.js


const wording = {
    deploy: {
        doing: 'Deploying',
        done: 'deployed',
        notDone: 'was not deployed to',
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
        notDone: 'was not undeployed from',
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
        notDone: 'did not pass the check on',
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
        notDone: 'could not be verified on',
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




const maxNames = 5;
const maxScopes = 3;
const maxCauses = 3;
function joinNames(names) {
    const more = names.length - maxNames;
    const shown = more > 0 ? [...names.slice(0, maxNames), `${more} more`] : names;
    return [shown.slice(0, -1).join(', '), ...shown.slice(-1)].filter(Boolean).join(' and ');
}
function listTargets(targets, show = name => name) {
    const scopes = listScopes(targets);
    const clauses = scopes
        .slice(0, maxScopes)
        .map(one => `${joinNames(one.groups.map(show))} on ${joinNames(one.environments.map(show))}`);
    const more = scopes
        .slice(maxScopes)
        .reduce((sum, { groups, environments }) => sum + groups.length * environments.length, 0);
    return more > 0 ? [...clauses, `and ${more} more`] : clauses;
}
function describeOutcome(outcome, operation) {
    const verdict = describeVerdict(outcome, operation);
    const message = joinMessage(outcome);
    if (message === '') {
        return `${verdict}.`;
    }
    return `${verdict}${outcome.serverMessage.trim() === '' ? '.' : ':'} ${message}`;
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
    if (isPartlyDone(outcome)) {
        return `${failedOnSome.toLowerCase()} of`;
    }
    return wording[outcome.reason === 'not-verified' ? 'verify' : operation].notDone;
}
function announceWave({ environment, targets }, operation) {
    const { doing, preposition } = wording[operation];
    const groups = targets.map(({ group }) => group);
    const what = groups.length === 1 ? groups.join() : `${groups.length} API Proxy Groups`;
    return `${doing} ${what} ${preposition} ${environment}`;
}
function listCounts(outcomes, operation) {
    const labels = {
        succeeded: wording[operation].done,
        current: 'already current',
        pending: 'ready to deploy',
        unknown: 'unknown',
        failed: 'failed',
        'not-attempted': 'not attempted'
    };
    const counts = countByStatus(outcomes);
    return Object.keys(labels)
        .filter(status => counts[status] > 0)
        .map(status => ({ status, text: `${counts[status]} ${labels[status]}` }));
}
function countOutcomes(outcomes, operation) {
    const counts = listCounts(outcomes, operation).map(({ text }) => text);
    return counts.join(', ').replace(' ', ` of ${outcomes.length} `);
}
function describeOutcomes(outcomes, result, operation) {
    const start = result === 'cancelled' ? 'Cancelled: ' : '';
    const [only, ...others] = outcomes;
    if (only !== undefined && others.length === 0) {
        return start + describeOutcome(only, operation);
    }
    const causes = groupByCause(outcomes.filter(isRed));
    const more = causes.slice(maxCauses).flatMap(cause => cause.outcomes).length;
    return [
        `${start}${countOutcomes(outcomes, operation)}.`,
        ...causes
            .slice(0, maxCauses)
            .map(cause => describeCause(cause, ` (${labelOutcome(cause.first)})`)),
        ...(more > 0 ? [`And ${more} more.`] : [])
    ].join(' ');
}
function describeCause({ first, outcomes }, label = '') {
    const message = joinMessage(first);
    if (first.isSharedCause && isPattern(first.target.group)) {
        return message;
    }
    const targets = listTargets(outcomes.map(({ target }) => target)).join('; ');
    const text = targets + label + (message === '' ? '' : `: ${message}`);
    return /[.!?]$/.test(text) ? text : `${text}.`;
}
function describeRevision({ revision, previousRevision }) {
    if (revision === undefined) {
        return undefined;
    }
    return previousRevision === undefined
        ? `Revision ${revision}`
        : `Revision ${previousRevision} → ${revision}`;
}

;// CONCATENATED MODULE: ./lib/report/github-records.js





const maxDescription = 140;
const maxRecordedGroups = 500;
async function openRecord({ environment, targets }, type, context) {
    const { project, step, env, signal } = context;
    const groups = targets.map(({ group }) => group);
    const noun = groups.length === 1 ? 'API Proxy Group' : 'API Proxy Groups';
    const recorded = groups.length > maxRecordedGroups ? [] : groups;
    const created = await create(environment, context, {
        ref: env.GITHUB_SHA,
        environment: nameEnvironment(environment, context),
        auto_merge: false,
        required_contexts: [],
        description: shorten(`${noun} ${joinNames(groups)} of project ${project}`),
        payload: { apinizer: { project, environment, groups: recorded, step } },
        ...(type !== undefined && { production_environment: type === 'PRODUCTION' })
    });
    const id = getField(created, 'id');
    if (typeof id !== 'number') {
        throw new Error('GitHub created no deployment');
    }
    const begun = signal.aborted ? undefined : await setState(id, 'in_progress', context);
    if (begun?.ok === false) {
        log_debug(`GitHub Deployment ${id} is not shown as in progress`);
    }
    return id;
}
function create(environment, context, body) {
    let isRepeated = false;
    return context.persist(async () => {
        const listed = isRepeated ? await listRecords(environment, context) : undefined;
        isRepeated = true;
        if (listed?.ok === false) {
            return listed;
        }
        const found = listed?.value.find(({ step }) => step === context.step);
        return found === undefined ? context.call('POST', '', body) : { ok: true, value: found };
    });
}
async function closeRecord(id, outcomes, context) {
    const served = outcomes.findLast(one => isGreen(one) && one.accessUrl !== undefined);
    const address = parseWebAddress(served?.accessUrl ?? '');
    const red = joinNames(outcomes.filter(isRed).map(({ target }) => target.group));
    const state = chooseState(outcomes);
    const details = {
        description: shorten(countOutcomes(outcomes, 'deploy') + (red && `: ${red}`)),
        ...(address !== undefined && { environment_url: address })
    };
    await context.persist(() => setState(id, state, context, details));
    return state;
}
async function retireRecords(environment, outcomes, before, context) {
    const { call, persist, signal } = context;
    const groups = new Set(outcomes.map(({ target }) => target.group));
    const done = new Set();
    for (const { id, groups: recorded } of await persist(() => listRecords(environment, context))) {
        const key = JSON.stringify(recorded);
        const isCovered = recorded.length > 0 && recorded.every(group => groups.has(group));
        if (signal.aborted || id >= before || done.has(key) || !isCovered) {
            continue;
        }
        const statuses = await persist(() => call('GET', `/${id}/statuses?per_page=1`));
        const state = getField(toArray(statuses)[0], 'state');
        if (state === 'success') {
            await persist(() => setState(id, 'inactive', context));
        }
        else if (state === 'inactive') {
            done.add(key);
        }
    }
}
function setState(id, state, { call, runUrl }, details) {
    const body = { log_url: runUrl, auto_inactive: false, state, ...details };
    return call('POST', `/${id}/statuses`, body);
}
function nameEnvironment(environment, context) {
    return context.githubEnvironment
        .replaceAll('{environment}', () => environment)
        .replaceAll('{project}', () => context.project);
}
function chooseState(outcomes) {
    if (outcomes.every(isGreen)) {
        return 'success';
    }
    const isUnclear = ({ status, reason }) => status === 'unknown' || reason === 'cancelled';
    return outcomes.some(isUnclear) ? 'error' : 'failure';
}
async function listRecords(environment, context) {
    const name = nameEnvironment(environment, context);
    const query = new URLSearchParams({ environment: name, per_page: '100' });
    const listed = await context.call('GET', `?${query.toString()}`);
    return listed.ok
        ? { ok: true, value: readRows(listed.value, environment, context.project) }
        : listed;
}
function readRows(rows, environment, project) {
    return toArray(rows).flatMap(row => {
        const id = getField(row, 'id');
        const payload = getField(row, 'payload');
        const record = getField(typeof payload === 'string' ? parseJson(payload) : payload, 'apinizer');
        const groups = getField(record, 'groups');
        const isOurs = getField(record, 'project') === project && getField(record, 'environment') === environment;
        return isOurs && typeof id === 'number' && Array.isArray(groups)
            ? [{ id, groups: groups.map(String), step: getField(record, 'step') }]
            : [];
    });
}
function toArray(value) {
    return Array.isArray(value) ? value : [];
}
function shorten(text) {
    const line = sanitize(text);
    return line.length > maxDescription ? `${line.slice(0, maxDescription - 1)}…` : line;
}

;// CONCATENATED MODULE: ./lib/report/github-deployment.js







const typeTimeoutMs = 2_000;
const openingTimeoutMs = 5_000;
function recordGitHubDeployments(options) {
    const { connect, env, signal, operation, skipIfCurrent, findType } = options;
    let created;
    const getContext = () => {
        const createApi = () => createGitHubApi(connect(), env, signal);
        return (created ??= { ...options, ...createApi(), step: (0,external_node_crypto_namespaceObject.randomUUID)() });
    };
    const retire = (environment, outcomes, before = Infinity) => attempt(`Setting GitHub Deployments for ${environment} inactive`, async () => {
        await retireRecords(environment, outcomes, before, getContext());
    });
    let opening;
    const open = (wave) => {
        opening ??= attempt(`Opening a GitHub Deployment for ${wave.environment}`, async () => {
            const context = getContext();
            return openRecord(wave, await findType(wave), context);
        });
        return opening;
    };
    if (operation === 'undeploy') {
        return {
            waveEnds: async ({ environment }, outcomes) => {
                const undeployed = outcomes.filter(({ status }) => status === 'succeeded');
                if (undeployed.length > 0) {
                    await retire(environment, undeployed);
                }
            }
        };
    }
    return {
        waveStarts: async (wave) => {
            if (!skipIfCurrent) {
                await Promise.race([open(wave), (0,promises_namespaceObject.setTimeout)(openingTimeoutMs, undefined, { ref: false })]);
            }
        },
        targetEnds: ({ status }, wave) => {
            if (status !== 'current' && status !== 'not-attempted') {
                void open(wave);
            }
        },
        waveEnds: async ({ environment }, outcomes) => {
            const id = await opening;
            opening = undefined;
            if (id === undefined) {
                return;
            }
            const state = await attempt(`Closing the GitHub Deployment for ${environment}`, async () => closeRecord(id, outcomes, getContext()));
            if (state === 'success') {
                await retire(environment, outcomes, id);
            }
        }
    };
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
async function attempt(what, call) {
    try {
        return await call();
    }
    catch (error) {
        annotateWarning('GitHub Deployment not recorded', `${what}: ${getErrorMessage(error)}. The deployment to Apinizer is not affected.`);
        return undefined;
    }
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
const maxLoggedPods = 20;
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
    let ended = 0;
    let counts = countByStatus([]);
    return {
        waveStarts: wave => {
            ended = 0;
            counts = countByStatus([]);
            const startedAt = performance.now();
            print(announceWave(wave, operation));
            heartbeat = setInterval(() => {
                const waited = formatDuration(performance.now() - startedAt);
                print(`${wave.environment}: still waiting after ${waited}`);
            }, heartbeatMs).unref();
        },
        targetEnds: (outcome, { environment, targets }) => {
            ended += 1;
            counts[outcome.status] += 1;
            const count = [`${ended} of ${targets.length}`, ...listProblems(counts)].join(', ');
            if (isGreen(outcome) && targets.length > maxDetailed) {
                print(`${renderTitle(outcome)}, ${count}`);
                return;
            }
            printGroup(renderTitle(outcome), renderLines(outcome, operation));
            if (targets.length > 1) {
                print(`${environment}: ${count}`);
            }
        },
        waveEnds: () => {
            clearInterval(heartbeat);
        }
    };
}
function listProblems(counts) {
    const statuses = ['failed', 'unknown'];
    return statuses.filter(status => counts[status] > 0).map(one => `${counts[one]} ${one}`);
}
function renderTitle(outcome) {
    const { target, status, durationMs } = outcome;
    const what = `${target.environment} / ${target.group}: ${labelOutcome(outcome)}`;
    return `${logMarks[status]} ${what}${renderTime(durationMs)}`;
}
function renderLines(outcome, operation) {
    const { pods = [], accessUrl } = outcome;
    const docs = isGreen(outcome) ? undefined : findDocs(outcome);
    const revision = describeRevision(outcome);
    const shown = sortFailedFirst(pods).slice(0, maxLoggedPods);
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






function annotateRun({ operation, outcomes, cancelled }) {
    const causes = groupByCause(outcomes.filter(isRed));
    const title = wording[operation].cancelled;
    const counts = cancelled && `${countOutcomes(outcomes, operation)}.`;
    if (counts !== false && causes.length === 0) {
        annotateError(title, counts);
    }
    const left = outcomes.filter(({ status }) => status === 'not-attempted').length;
    const others = left === 1 ? '1 other was not attempted.' : `${left} others were not attempted.`;
    const shown = causes.length > maxAnnotations ? causes.slice(0, maxAnnotations - 1) : causes;
    for (const [index, cause] of shown.entries()) {
        const isFirst = index === 0;
        const docs = findDocs(cause.first);
        const sentences = [
            isFirst && counts,
            describeCause(cause),
            isFirst && !cancelled && left > 0 && others,
            docs !== undefined && `More: ${docs}`
        ];
        annotateError(isFirst && cancelled ? title : chooseTitle(cause, operation), sentences.filter(Boolean).join(' '));
    }
    const more = causes.slice(shown.length).flatMap(cause => cause.outcomes).length;
    if (more > 0) {
        annotateError('More failures', `${more} more results are not green: see the job summary and the file that the output results-file names.`);
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

;// CONCATENATED MODULE: ./lib/report/outputs.js







const maxOutputBytes = 100_000;
function buildOutputs(totals, resultsFile) {
    const { outcomes, result, message } = totals;
    const last = outcomes.findLast(({ status }) => status === 'succeeded');
    const results = describeResults(totals);
    const whole = serializeList(results);
    const lists = {
        'environment-results': whole || serializeList(results.map(one => ({ ...one, message: '', pods: undefined }))),
        'failed-environments': serializeList(listFailedEnvironments(outcomes)),
        'failed-groups': serializeList(listFailedGroups(outcomes).map(name => showGroup(name, totals)))
    };
    const isCut = whole === '' || Object.values(lists).includes('');
    return {
        success: String(result === 'success'),
        result,
        message: escapeLogLine(message) + (isCut ? explainLimit(lists, resultsFile) : ''),
        'environment-results': lists['environment-results'],
        'results-file': resultsFile,
        'failed-environments': lists['failed-environments'],
        'failed-groups': lists['failed-groups'],
        'environment-url': findEnvironmentUrl(outcomes, last?.target.environment),
        revision: last?.revision === undefined ? '' : String(last.revision)
    };
}
function explainLimit(lists, resultsFile) {
    const emptied = Object.keys(lists).filter(name => lists[name] === '');
    const what = emptied.length > 0
        ? emptied.map(name => `${name} is empty`).join(', ')
        : 'environment-results is without worker pods and messages';
    const where = resultsFile === ''
        ? 'No file with every result could be written.'
        : `The file ${resultsFile} has every result.`;
    return ` (An output has at most 100,000 bytes: ${what}. ${where})`;
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
function describeResults(totals) {
    return totals.outcomes.map(outcome => {
        const { target, status, reason, durationMs, httpStatus, revision, previousRevision } = outcome;
        const { pods = [] } = outcome;
        return {
            environmentName: target.environment,
            success: isGreen(outcome),
            message: escapeLogLine(joinMessage(outcome)),
            group: showGroup(target.group, totals),
            status,
            reason,
            durationMs: Math.round(durationMs),
            httpStatus,
            revision,
            previousRevision,
            accessUrl: parseWebAddress(outcome.accessUrl ?? ''),
            pods: pods.length === 0 ? undefined : pods.map(escapePod)
        };
    });
}
function escapePod(pod) {
    return {
        ...pod,
        name: escapeLogLine(pod.name),
        ip: escapeLogLine(pod.ip),
        message: escapeLogLine(pod.message)
    };
}
function showGroup(name, { groups }) {
    return groups.includes(name) ? name : redact(name);
}
function writeResultsFile(totals) {
    const folder = process.env.RUNNER_TEMP;
    if (!folder) {
        return '';
    }
    const path = (0,external_node_path_namespaceObject.join)(folder, `deploy-api-proxy-group-${(0,external_node_crypto_namespaceObject.randomUUID)()}.json`);
    const file = (0,external_node_fs_namespaceObject.openSync)(path, 'wx');
    (0,external_node_fs_namespaceObject.writeSync)(file, '[');
    for (const [index, result] of describeResults(totals).entries()) {
        (0,external_node_fs_namespaceObject.writeSync)(file, `${index === 0 ? '' : ','}\n${serializeOutput(result)}`);
    }
    (0,external_node_fs_namespaceObject.writeSync)(file, '\n]\n');
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



const minShownMs = 100;
function renderTable(header, rows, maxRows = Infinity) {
    const shown = rows.slice(0, maxRows);
    const used = header.map((_, index) => shown.some(cells => cells[index] !== ''));
    const renderRow = (tag, cells) => {
        const kept = cells.filter((_, index) => used[index]);
        return `<tr>${kept.map(cell => `<${tag}>${cell}</${tag}>`).join('')}</tr>`;
    };
    const lines = [renderRow('th', header), ...shown.map(cells => renderRow('td', cells))];
    const more = rows.length > maxRows ? `<p>… and ${rows.length - maxRows} more.</p>\n` : '';
    return `<table>\n${lines.join('\n')}\n</table>\n${more}`;
}
function renderDetails(title, content, isOpen = false) {
    return `<details${isOpen ? ' open' : ''}><summary>${title}</summary>\n${content}</details>\n`;
}
function renderTargets(targets) {
    return listTargets(targets, name => renderCode(name)).join('<br>');
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
const summary_tables_maxCauses = 50;
const maxOpenGroups = 25;
const maxMessage = 1_000;
const statusMarks = {
    succeeded: '✅',
    current: '✅',
    pending: '🟡',
    failed: '❌',
    unknown: '❓',
    'not-attempted': '⚪'
};
function renderCauses(outcomes) {
    const causes = outcomes.length > maxSingleRows ? groupByCause(outcomes) : listFew(outcomes);
    const explained = new Set();
    const rows = causes.map(cause => {
        const { first, outcomes } = cause;
        const isRepeated = isRed(first) && explained.has(first.explanation);
        explained.add(first.explanation);
        return [
            renderResult(first),
            renderTargets(outcomes.map(({ target }) => target)),
            renderMessage(cause, isRepeated ? '' : first.explanation),
            renderLongest(outcomes.map(({ durationMs }) => durationMs))
        ];
    });
    return renderTable(['Result', 'API Proxy Group', 'Message', 'Time'], rows, summary_tables_maxCauses);
}
function listFew(outcomes) {
    const greens = outcomes.filter(isGreen).map(first => ({ first, outcomes: [first] }));
    const others = groupByCause(outcomes.filter(outcome => !isGreen(outcome)));
    const indexOf = ({ first }) => outcomes.indexOf(first);
    return [...greens, ...others].sort((one, other) => indexOf(one) - indexOf(other));
}
function renderResult(outcome) {
    return `${statusMarks[outcome.status]}&nbsp;${labelOutcome(outcome)}`;
}
function renderMessage({ first, outcomes }, explanation) {
    const docs = isGreen(first) || explanation === '' ? undefined : findDocs(first);
    const address = parseWebAddress(first.accessUrl ?? '');
    const isShared = outcomes.every(({ accessUrl }) => accessUrl === first.accessUrl);
    const { questions, facts } = renderDiagnoses(first);
    return joinParts('<br>', [
        ...questions,
        isGreen(first) ? undefined : renderCode(first.serverMessage, maxMessage),
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
function renderMatrix(outcomes) {
    const environments = listEnvironments(outcomes);
    const byGroup = new Map();
    for (const outcome of outcomes) {
        const { group } = outcome.target;
        byGroup.set(group, [...(byGroup.get(group) ?? []), outcome]);
    }
    const countFailures = (results) => results.filter(outcome => !isGreen(outcome)).length;
    const rows = [...byGroup]
        .sort(([, one], [, other]) => countFailures(other) - countFailures(one))
        .map(([group, results]) => [
        renderCode(group),
        ...environments.map(name => renderCell(results.find(({ target }) => target.environment === name)))
    ]);
    const table = renderTable(['API Proxy Group', ...environments.map(name => renderCode(name))], rows);
    const isOpen = byGroup.size > 1 && environments.length > 1 && byGroup.size <= maxOpenGroups;
    return isOpen ? table : renderDetails(`All ${outcomes.length} results`, table);
}
function listEnvironments(outcomes) {
    return [...new Set(outcomes.map(({ target }) => target.environment))];
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
    return [failed, others]
        .map(mergeReports)
        .filter(reports => reports.length > 0)
        .map(reports => renderReports(reports, outcomes.length > 1))
        .join('\n');
}
function renderReports(reports, namesTarget) {
    const rows = sortFailedFirst(reports).map(report => [
        renderState(report),
        renderCode(report.name),
        renderCode(report.ip),
        namesTarget ? renderTargets(report.targets) : '',
        renderCode(report.message, 300),
        renderLongest(report.durations)
    ]);
    const header = ['Result', 'Worker pod', 'Address', 'API Proxy Group', 'Message', 'Time'];
    const isOpen = !reports.every(isHealthy) && reports.length <= maxOpenPods;
    return renderDetails(summarizePods(reports), renderTable(header, rows, maxPodRows), isOpen);
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
        const quoted = serverMessage.slice(0, maxMessage);
        for (const pod of pods) {
            const { name, ip, success, served } = pod;
            const message = quoted.includes(pod.message) ? '' : pod.message;
            const key = JSON.stringify([target.environment, name, ip, success, served, message]);
            const report = merged.get(key) ?? { ...pod, message, targets: [], durations: [] };
            report.targets.push(target);
            report.durations.push(pod.durationMs);
            merged.set(key, report);
        }
    }
    return [...merged.values()];
}
function summarizePods(reports) {
    const problems = [
        describePods(reports.filter(({ success }) => !success), 'failed'),
        describePods(reports.filter(({ success, served }) => success && served === false), 'did not serve it')
    ].filter(Boolean);
    const pods = reports.map(({ name, ip, targets: [target] }) => [target?.environment, name, ip]);
    const count = new Set(pods.map(String)).size;
    return problems.join(', ') || (count === 1 ? '1 worker pod' : `${count} worker pods`);
}
function describePods(reports, what) {
    const names = new Set(reports.map(({ name, ip }) => renderCode(name || ip)));
    const groups = new Set(reports.flatMap(({ targets }) => targets.map(({ group }) => group))).size;
    return names.size === 0
        ? ''
        : `${joinNames([...names])} ${what}${groups > 1 ? ` (${groups} groups)` : ''}`;
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
    const parts = [
        renderCauses(outcomes),
        outcomes.length > maxSingleRows ? renderMatrix(outcomes) : '',
        renderPods(outcomes)
    ];
    let summary = renderStart(input);
    let leftOut = '';
    for (const part of parts.filter(Boolean)) {
        if (Buffer.byteLength(summary + part) <= maxSummaryBytes) {
            summary += `\n${part}`;
        }
        else {
            leftOut =
                '\n<p>A table is left out, because GitHub shows no summary above 1 MiB. The file that the output ' +
                    '<code>results-file</code> names has every result.</p>\n';
        }
    }
    return summary + leftOut;
}
function renderStart(input) {
    const { project, url, operation, outcomes, durationMs, resolvedGroups = [] } = input;
    const counts = listCounts(outcomes, operation).map(({ status, text }) => `${statusMarks[status]} ${text}`);
    const facts = [
        `Project ${renderCode(project)} on ${renderManager(url)}`,
        ...(outcomes.length === 1 ? [] : counts),
        renderDuration(durationMs)
    ];
    const count = resolvedGroups.length === 1 ? '1 API Proxy Group' : `${resolvedGroups.length} API Proxy Groups`;
    const names = joinNames(resolvedGroups.map(name => renderCode(name)));
    return [
        `<h2>${renderHeading(input)}</h2>\n`,
        ...renderWay(input),
        `<p>${facts.join(' · ')}</p>\n`,
        ...(names === '' ? [] : [`<p><code>group</code> stands for ${count}: ${names}.</p>\n`])
    ].join('\n');
}
function renderWay({ outcomes, operation }) {
    const environments = listEnvironments(outcomes);
    const stops = environments.slice(0, maxStops).map(name => {
        const here = outcomes.filter(({ target }) => target.environment === name);
        const green = here.filter(isGreen).length;
        const isMixed = green > 0 && green < here.length;
        const mark = statusMarks[findWorst(here)];
        return `${mark}&nbsp;${renderCode(name)}${isMixed ? ` (${green} of ${here.length})` : ''}`;
    });
    const way = stops.join(operation === 'deploy' ? ' → ' : ' · ');
    const more = environments.length - stops.length;
    return stops.length > 1 ? [`<p>${way}${more > 0 ? ` and ${more} more` : ''}</p>\n`] : [];
}
function findWorst(outcomes) {
    const order = ['unknown', 'failed', 'not-attempted', 'pending', 'succeeded'];
    return order.find(status => outcomes.some(one => one.status === status)) ?? 'current';
}
function renderHeading(input) {
    const [environment = '', ...others] = listEnvironments(input.outcomes);
    const place = others.length > 0 ? '' : renderCode(environment);
    return `${resultMarks[input.result]} ${chooseHeading(input)}${place && `: ${place}`}`;
}
function chooseHeading({ operation, result, outcomes }) {
    const isUnverified = ({ reason }) => reason === 'not-verified';
    if (result === 'success' && outcomes.every(({ status }) => status === 'current')) {
        return reasons.current.label;
    }
    if (result === 'failure' && outcomes.some(isPartlyDone)) {
        return failedOnSome;
    }
    const isDone = outcomes.every(outcome => isGreen(outcome) || isUnverified(outcome));
    return isDone && outcomes.some(isUnverified) && result !== 'cancelled' && operation !== 'verify'
        ? wording[operation].unverified
        : wording[operation][result];
}
function renderManager(url) {
    const address = parseWebAddress(url);
    const code = renderCode(url);
    return address === undefined ? code : `<a href="${address.replaceAll('&', '&amp;')}">${code}</a>`;
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
        annotateRun({ outcomes, operation, cancelled });
    });
    if (outcomes.length > 1 || cancelled) {
        print(`${result}: ${countOutcomes(outcomes, operation)}`);
    }
    return result === 'success' ? 0 : 1;
}
function reportFailure(error) {
    if (error instanceof Error && error.stack !== undefined) {
        log_debug(error.stack);
    }
    const text = getErrorMessage(error);
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
    const [heading, ending] = result === 'failure'
        ? [`❌ ${title}: nothing was sent`, ' Nothing was sent.']
        : [`❓ ${title}: outcome unknown`, ''];
    const all = problems.join(' ');
    writeTotals({ outcomes: [], result, message: all + ending, groups: [] });
    writePart('The job summary', () => {
        writeFailureSummary(heading, problems);
    });
    const shown = problems.length <= maxAnnotations ? problems : [all];
    for (const [index, problem] of shown.entries()) {
        annotateError(title, index === shown.length - 1 ? problem + ending : problem);
    }
}
function isolateErrors({ waveStarts, targetEnds, waveEnds }) {
    const attempt = async (observe) => {
        try {
            await observe();
        }
        catch (error) {
            warn(error);
        }
    };
    return {
        waveStarts: wave => attempt(() => waveStarts?.(wave)),
        targetEnds: (outcome, wave) => {
            void attempt(() => targetEnds?.(outcome, wave));
        },
        waveEnds: (wave, outcomes) => attempt(() => waveEnds?.(wave, outcomes))
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
    annotateWarning('Report is incomplete', start + getErrorMessage(error));
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

