(() => { // webpackBootstrap
"use strict";
var __webpack_modules__ = ({
896:
((module) => {
module.exports = require("fs");
}),
857:
((module) => {
module.exports = require("os");
})
});
var __webpack_module_cache__ = {};
function __nccwpck_require__(moduleId) {
	var cachedModule = __webpack_module_cache__[moduleId];
	if (cachedModule !== undefined) {
		return cachedModule.exports;
	}
	var module = __webpack_module_cache__[moduleId] = {
		exports: {}
	};
	var threw = true;
	try {
		__webpack_modules__[moduleId](module, module.exports, __nccwpck_require__);
		threw = false;
	} finally {
		if(threw) delete __webpack_module_cache__[moduleId];
	}
	return module.exports;
}
__nccwpck_require__.m = __webpack_modules__;
/* webpack/runtime/define property getters */
(() => {
	__nccwpck_require__.d = (exports, definition) => {
		for(var key in definition) {
			if(__nccwpck_require__.o(definition, key) && !__nccwpck_require__.o(exports, key)) {
				Object.defineProperty(exports, key, { enumerable: true, get: definition[key] });
			}
		}
	};
})();
/* webpack/runtime/ensure chunk */
(() => {
	__nccwpck_require__.f = {};
	__nccwpck_require__.e = (chunkId) => {
		return Promise.all(Object.keys(__nccwpck_require__.f).reduce((promises, key) => {
			__nccwpck_require__.f[key](chunkId, promises);
			return promises;
		}, []));
	};
})();
/* webpack/runtime/get javascript chunk filename */
(() => {
	__nccwpck_require__.u = (chunkId) => {
		return "" + chunkId + ".index.js";
	};
})();
/* webpack/runtime/hasOwnProperty shorthand */
(() => {
	__nccwpck_require__.o = (obj, prop) => (Object.prototype.hasOwnProperty.call(obj, prop))
})();
/* webpack/runtime/make namespace object */
(() => {
	__nccwpck_require__.r = (exports) => {
		if(typeof Symbol !== 'undefined' && Symbol.toStringTag) {
			Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });
		}
		Object.defineProperty(exports, '__esModule', { value: true });
	};
})();
/* webpack/runtime/require chunk loading */
(() => {
	var installedChunks = {
		792: 1
	};
	var installChunk = (chunk) => {
		var moreModules = chunk.modules, chunkIds = chunk.ids, runtime = chunk.runtime;
		for(var moduleId in moreModules) {
			if(__nccwpck_require__.o(moreModules, moduleId)) {
				__nccwpck_require__.m[moduleId] = moreModules[moduleId];
			}
		}
		if(runtime) runtime(__nccwpck_require__);
		for(var i = 0; i < chunkIds.length; i++)
			installedChunks[chunkIds[i]] = 1;
	};
	__nccwpck_require__.f.require = (chunkId, promises) => {
		if(!installedChunks[chunkId]) {
			if(true) { // all chunks have JS
				installChunk(require("./" + __nccwpck_require__.u(chunkId)));
			} else installedChunks[chunkId] = 1;
		}
	};
})();
var __webpack_exports__ = {};
// EXTERNAL MODULE: external "os"
var external_os_ = __nccwpck_require__(857);
;// CONCATENATED MODULE: ./lib/node_modules/@actions/core/lib/utils.js
function utils_toCommandValue(input) {
	if (input === null || input === undefined) {
		return '';
	}
	else if (typeof input === 'string' || input instanceof String) {
		return input;
	}
	return JSON.stringify(input);
}
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

;// CONCATENATED MODULE: ./lib/node_modules/@actions/core/lib/command.js
function command_issueCommand(command, properties, message) {
	const cmd = new Command(command, properties, message);
	process.stdout.write(cmd.toString() + external_os_.EOL);
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

;// CONCATENATED MODULE: external "path"
;// CONCATENATED MODULE: ./lib/node_modules/@actions/core/lib/core.js
var ExitCode;
(function (ExitCode) {
	ExitCode[ExitCode["Success"] = 0] = "Success";
	ExitCode[ExitCode["Failure"] = 1] = "Failure";
})(ExitCode || (ExitCode = {}));
function setSecret(secret) {
	command_issueCommand('add-mask', {}, secret);
}
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
function isDebug() {
	return process.env['RUNNER_DEBUG'] === '1';
}
function debug(message) {
	command_issueCommand('debug', {}, message);
}
function error(message, properties = {}) {
	command_issueCommand('error', utils_toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
function warning(message, properties = {}) {
	command_issueCommand('warning', utils_toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
function info(message) {
	process.stdout.write(message + external_os_.EOL);
}
function startGroup(name) {
	command_issue('group', name);
}
function endGroup() {
	command_issue('endgroup');
}

;// CONCATENATED MODULE: ./lib/apinizer/failures.js
const tlsProblems = [
	[/^(ERR_SSL_|EPROTO).*ALERT.*(CERT|UNKNOWN_CA)/, 'client-certificate'],
	[/UNABLE_TO_(VERIFY|GET_ISSUER)|SELF_SIGNED|CERT_(UNTRUSTED|SIGNATURE)/, 'unknown-ca'],
	[/CERT_(HAS_EXPIRED|NOT_YET_VALID)/, 'expired'],
	[/ALTNAME_INVALID|HOSTNAME_MISMATCH/, 'other-host'],
	[/SSL.*(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST)/, 'not-tls'],
	[/^(ERR_SSL_|ERR_TLS_|CERT_|INVALID_|PATH_LENGTH|EPROTO)/, 'other']
];
function findTlsProblem({ code = '', message }) {
	const words = code === 'EPROTO' ? `EPROTO ${message}`.replaceAll(' ', '_') : code;
	return tlsProblems.find(([pattern]) => pattern.test(words.toUpperCase()))?.[1];
}
function classifyError(error, progress) {
	const failure = { ...progress, detail: describeError(error) };
	const tlsProblem = findTlsProblem(error);
	if (tlsProblem !== undefined) {
		return { ...failure, kind: 'tls', tlsProblem };
	}
	if (error.code === 'ERR_PROXY_TUNNEL') {
		const httpStatus = error.statusCode ?? NaN;
		const refused = Number.isInteger(httpStatus) ? { httpStatus } : {};
		return { ...failure, sent: false, kind: 'proxy', ...refused };
	}
	if (!progress.sent) {
		return { ...failure, kind: 'connect' };
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
function isFinalRefusal(problem) {
	return (problem.kind === 'response' &&
		problem.status >= 400 &&
		problem.status < 500 &&
		![408, 429].includes(problem.status));
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
const promises_namespaceObject = require("node:timers/promises");
;// CONCATENATED MODULE: ./lib/apinizer/clock.js
function now() {
	return Number(process.hrtime.bigint()) / 1e6;
}

;// CONCATENATED MODULE: external "node:buffer"
const external_node_buffer_namespaceObject = require("node:buffer");
;// CONCATENATED MODULE: external "node:http"
const external_node_http_namespaceObject = require("node:http");
;// CONCATENATED MODULE: ./lib/apinizer/agent.js
function createAgent(options, trustSystem) {
	const { url, proxy, caCertificates, clientCertificate, clientKey } = options;
	const proxyEnv = { http_proxy: proxy, https_proxy: proxy };
	const common = { keepAlive: false, proxyEnv, lookup: createLookup(url) };
	if (proxy !== undefined) {
		process.getBuiltinModule('node:net').setDefaultAutoSelectFamilyAttemptTimeout(proxyAttemptMs);
	}
	if (url.protocol === 'http:') {
		return new external_node_http_namespaceObject.Agent(common);
	}
	const https = process.getBuiltinModule('node:https');
	const tls = process.getBuiltinModule('node:tls');
	const getCas = tls.getCACertificates;
	const added = [...caCertificates, ...(trustSystem ? (getCas?.('system') ?? []) : [])];
	return new https.Agent({
		...common,
		rejectUnauthorized: true,
		...(added.length > 0 && { ca: [...(getCas?.('default') ?? tls.rootCertificates), ...added] }),
		...(clientCertificate !== undefined && { cert: clientCertificate, key: clientKey })
	});
}
const proxyAttemptMs = 5_000;
const attemptDelayMs = 250;
function createLookup(url) {
	const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
	return (hostname, options, callback) => {
		const dns = process.getBuiltinModule('node:dns');
		dns.lookup(hostname, { ...options, all: true }, (error, addresses) => {
			const give = (found) => {
				const [first] = found;
				if (options.all === true || first === undefined) {
					callback(error, found);
				}
				else {
					callback(error, first.address, first.family);
				}
			};
			if (error !== null) {
				give([]);
			}
			else if (addresses.length === 1) {
				give(addresses);
			}
			else {
				void findReachable(addresses, port).then(found => {
					give(found === undefined ? addresses : [found]);
				});
			}
		});
	};
}
function findReachable(addresses, port) {
	const net = process.getBuiltinModule('node:net');
	return new Promise(resolve => {
		const sockets = [];
		let refused = 0;
		let timer;
		const settle = (address) => {
			clearTimeout(timer);
			for (const socket of sockets) {
				socket.destroy();
			}
			resolve(address);
		};
		const connectNext = () => {
			clearTimeout(timer);
			const address = addresses[sockets.length];
			if (address === undefined) {
				return;
			}
			const socket = net.connect({ host: address.address, port }).unref();
			sockets.push(socket);
			socket.on('connect', () => {
				settle(address);
			});
			socket.on('error', () => {
				refused += 1;
				if (refused === addresses.length) {
					settle(undefined);
				}
				else {
					connectNext();
				}
			});
			timer = setTimeout(connectNext, attemptDelayMs).unref();
		};
		connectNext();
	});
}

;// CONCATENATED MODULE: ./lib/apinizer/http.js
const maxResponseBytes = 16 * 1024 * 1024;
const maxHeaderBytes = 256 * 1024;
function createHttpClient(options) {
	let agent = createAgent(options, false);
	let trustsSystem = false;
	const send = async (request) => {
		const startedAt = now();
		const usedAgent = agent;
		const result = await sendOnce(options, usedAgent, request);
		const isUnknownCa = result.kind === 'tls' && result.tlsProblem === 'unknown-ca';
		const timeoutMs = request.timeoutMs - (now() - startedAt);
		if (!isUnknownCa || timeoutMs <= 0 || (trustsSystem && usedAgent === agent)) {
			return result;
		}
		if (!trustsSystem) {
			agent = createAgent(options, true);
			trustsSystem = true;
		}
		return send({ ...request, timeoutMs });
	};
	return { send };
}
function sendOnce(options, agent, { method, path, body, timeoutMs, signal }) {
	const { url, proxy } = options;
	const isSecure = url.protocol === 'https:';
	const start = isSecure ? process.getBuiltinModule('node:https').request : external_node_http_namespaceObject.request;
	return new Promise(resolve => {
		const progress = { sent: false };
		let request;
		const settle = (result) => {
			clearTimeout(deadline);
			signal.removeEventListener('abort', cancel);
			resolve(result);
			request?.destroy();
		};
		const fail = (error) => {
			const failure = classifyError(error, progress);
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
			whenOpen(socket, () => {
				progress.sent = true;
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
						: { kind: 'proxy', detail: refusal, ...progress, sent: false });
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
function whenOpen(socket, onOpen) {
	if (socket.secureConnecting === true) {
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
	const zlib = process.getBuiltinModule('node:zlib');
	const options = { maxOutputLength: maxResponseBytes };
	try {
		return name === 'br'
			? zlib.brotliDecompressSync(bytes, options)
			: zlib.unzipSync(bytes, options);
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
function parseHttpDate(date) {
	const isHttpDate = date !== undefined && /^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/.test(date);
	const ms = isHttpDate ? Date.parse(date) : NaN;
	return Number.isNaN(ms) ? undefined : ms;
}

;// CONCATENATED MODULE: ./lib/apinizer/retry.js
const firstPauseMs = 500;
const maxPauseMs = 10_000;
const minAskedMs = 250;
const maxRetryAfter = 1e9;
async function retry(method, call, { retryTimeoutMs, signals, onRetry }) {
	const endsAt = now() + retryTimeoutMs;
	for (let backoffMs = firstPauseMs;; backoffMs = Math.min(maxPauseMs, backoffMs * 2)) {
		const result = await call();
		if (result.ok || !mayRetry(method, result.problem)) {
			return result;
		}
		const { problem } = result;
		const tellPause = (pauseMs) => {
			onRetry({ problem, pauseMs });
		};
		if (!(await waitForNextTry(problem, backoffMs, { endsAt, signals }, tellPause))) {
			return result;
		}
	}
}
async function waitForNextTry(problem, backoffMs, { endsAt, signals }, onPause) {
	const pauseMs = choosePause(problem, backoffMs, endsAt);
	if (pauseMs === undefined) {
		return false;
	}
	onPause?.(pauseMs);
	return (0,promises_namespaceObject.setTimeout)(pauseMs, true, { signal: AbortSignal.any(signals) }).catch(() => false);
}
function choosePause(problem, backoffMs, endsAt) {
	const remainingMs = endsAt - now();
	const retryAfterMs = problem?.kind === 'response' ? problem.retryAfterMs : undefined;
	const askedMs = (retryAfterMs ?? 0) < minAskedMs ? undefined : retryAfterMs;
	if (remainingMs < 1 || (askedMs !== undefined && askedMs > remainingMs)) {
		return undefined;
	}
	const pauseMs = askedMs ?? backoffMs * (0.5 + Math.random() / 2);
	return Math.min(pauseMs, remainingMs);
}
function mayRetry(method, problem) {
	if (problem.kind === 'response') {
		const { status, edition, defect } = problem;
		if (method === 'GET') {
			return [408, 429, 503].includes(status) || isGatewayError(problem);
		}
		const isBusy = edition !== undefined && [409, 423, 503].includes(status);
		return isBusy || (status === 429 && defect !== 'cached');
	}
	const isTemporary = problem.kind === 'connect' || isProxyDown(problem);
	return method === 'GET' ? isTemporary || problem.kind === 'lost' : isTemporary && !problem.sent;
}
function isProxyDown({ kind, httpStatus }) {
	return kind === 'proxy' && (httpStatus === undefined || httpStatus >= 500);
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

;// CONCATENATED MODULE: ./lib/apinizer/parse-error.js
function parseError(response, json) {
	return {
		kind: 'response',
		status: response.status,
		serverMessage: readSentence(json),
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
const wantsHttps = /https (server|port|scheme)|requires tls/i;
function findDefect(response, json) {
	const { status, body } = response;
	if (isCached(response)) {
		return 'cached';
	}
	if (status === 400 && json === undefined && wantsHttps.test(body)) {
		return 'wants-https';
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
	if (['timestamp', 'status', 'path'].every(name => getField(json, name) !== undefined)) {
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
	const names = ['error_description', 'resultMessage', 'message', 'detail', 'error'];
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
		return { ...report, verdict: 'denied', missing: '' };
	}
	const missing = [
		(mentionsFailure(above, target) || items.some(contradictsItself)) &&
			'The response reports success, but mentions a failure.',
		flags.includes('gap') && 'Not every part of the response says that it succeeded.',
		items.length === 0 && 'The response contains no result for any environment.',
		!items.some(isWanted) && 'The response contains results for other environments only.'
	].find(sentence => sentence !== false);
	return missing === undefined
		? { ...report, verdict: 'confirmed', missing: '' }
		: { ...report, verdict: 'unclear', missing };
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
	if (!isSuccess || !Array.isArray(list) || (count ?? list.length) !== list.length) {
		return undefined;
	}
	const rows = list.map(row => (isOdd(row) ? undefined : readRow(row)));
	const items = rows.filter(row => row !== undefined);
	const edition = status === undefined ? 'first' : 'current';
	return { items, unreadable: rows.length - items.length, edition };
}
function isOdd(row) {
	return !isObject(row) || (row['success'] ?? true) !== true || carriesError(row);
}
function readEnvironment(row) {
	const name = readName(row);
	const accessUrl = getText(row, 'accessUrl');
	if (name === undefined) {
		return undefined;
	}
	return {
		name: name.trim(),
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
	return {
		name: getText(pod, 'podName') ?? getText(pod, 'workerPodIp') ?? 'a worker pod',
		isServing: getField(pod, 'routeActive') === true &&
			!isOdd(pod) &&
			!isFailureStatus(getField(pod, 'status')),
		error: error === '' ? undefined : (getText(pod, 'error') ?? 'unknown error')
	};
}
function findEnvironment({ items }, environment) {
	const [row, ...others] = items.filter(({ name }) => name.normalize() === environment.normalize());
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
		const { timeoutMs = options.timeoutMs, retryTimeoutMs = 0, ended = signal } = limits;
		const { onRetry = () => undefined } = limits;
		const callOnce = async () => {
			const response = await http.send({ ...request, timeoutMs, signal });
			const result = response.kind === 'complete' ? parse(response) : { ok: false, problem: response };
			onDebug?.(`${request.method} ${request.path}: ${describeResult(result)}`);
			return result;
		};
		return retry(request.method, callOnce, { retryTimeoutMs, signals: [signal, ended], onRetry });
	}
	function list(path, limits, readRow) {
		return call({ method: 'GET', path: `/apiops/${path}` }, limits ?? {}, response => {
			const listing = parseListing(response, readRow);
			return listing === undefined ? fail(response) : { ok: true, value: listing };
		});
	}
	function change(method) {
		return (target, deployOptions, limits = {}) => {
			const path = `/apiops/${groupPath(target.group)}/environments/${encodeURIComponent(target.environment)}/`;
			const isEmpty = Object.values(deployOptions).every(value => value === undefined);
			const body = isEmpty ? undefined : JSON.stringify(deployOptions);
			return call({ method, path, body }, limits, response => {
				const json = parseBody(response);
				const isReport = response.status === 200 && isObject(json) && !isCached(response);
				return isReport ? { ok: true, value: parseDeployment(json, target) } : fail(response);
			});
		};
	}
	const projectPath = `projects/${encodeURIComponent(project)}`;
	const groupPath = (group) => `${projectPath}/apiProxyGroups/${encodeURIComponent(group)}`;
	const listGroupEnvironments = (group, limits) => list(`${groupPath(group)}/environments/`, limits, readEnvironment);
	return {
		deploy: change('POST'),
		undeploy: change('DELETE'),
		listGroupEnvironments,
		findEnvironment: async ({ group, environment }, limits) => {
			const result = await listGroupEnvironments(group, limits);
			if (!result.ok) {
				return result;
			}
			const listed = findEnvironment(result.value, environment);
			return { ok: true, value: { listed, isWhole: result.value.unreadable === 0 } };
		},
		listEnvironments: async (limits) => {
			const result = await list(`${projectPath}/environments/`, limits, readName);
			const isUnknownPath = !result.ok && result.problem.kind === 'response' && result.problem.status === 404;
			return isUnknownPath
				? list(`environments/${encodeURIComponent(project)}`, limits, readName)
				: result;
		},
		listGroups: limits => list(`${projectPath}/apiProxyGroups/`, limits, readName),
		listProjects: limits => list('projects/', limits, readName),
		listDeployHistory: (group, limits) => list(`${groupPath(group)}/deploy-histories/`, limits, readHistoryRecord),
		listApiProxies: (group, limits) => list(`${groupPath(group)}/proxies/forpromotion`, limits, readName),
		listRouteHealth: (apiProxy, environment, limits) => {
			const place = `environments/${encodeURIComponent(environment)}/route-health/`;
			const path = `${projectPath}/apiProxies/${encodeURIComponent(apiProxy)}/${place}`;
			return list(path, limits, readRouteHealth);
		}
	};
}
function fail(response) {
	return { ok: false, problem: parseError(response, parseBody(response)) };
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
		listProjects: once(client.listProjects)
	};
}
function once(call) {
	let result;
	return (...given) => (result ??= call(...given));
}

;// CONCATENATED MODULE: ./lib/apinizer/proxy.js
async function findProxy(url, env) {
	const variables = ['http_proxy', 'https_proxy'].flatMap(name => [name, name.toUpperCase()]);
	if (isLoopback(url.hostname) || !variables.some(name => env[name])) {
		return { proxy: undefined, warnings: [] };
	}
	const { chooseProxy } = await __nccwpck_require__.e(/* import() */ 759).then(__nccwpck_require__.bind(__nccwpck_require__, 759));
	return chooseProxy(url, env);
}
function isLoopback(hostname) {
	return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
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
			throw new InvalidValue('is required. If it comes from a secret or a variable, that does not exist, ' +
				'or this job cannot see it');
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
	const values = splitLines(text).map(line => splitHeader(line).value);
	const credentials = values.flatMap(value => /^[A-Za-z]+ +(\S{8,})$/.exec(value)?.[1] ?? []);
	return [...values, ...credentials];
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
function parseList(text) {
	const names = text.startsWith('[') ? parseJsonList(text) : parseLines(text);
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

;// CONCATENATED MODULE: ./lib/inputs/proxy-input.js
async function readProxy(url, { problems, warnings }) {
	if (url === undefined) {
		return undefined;
	}
	let choice;
	try {
		choice = await findProxy(url, process.env);
	}
	catch (error) {
		if (!(error instanceof TypeError)) {
			throw error;
		}
		problems.push(`The runner’s variable ${error.message}.`);
		return undefined;
	}
	warnings.push(...choice.warnings);
	if (choice.proxy !== undefined) {
		maskCredentials(choice.proxy);
		problems.push(...checkNodeCanProxy(url));
	}
	return choice.proxy;
}
function maskCredentials({ username, password }) {
	if (password === '') {
		return;
	}
	const decoded = decodeURIComponent(password);
	const pair = `${decodeURIComponent(username)}:${decoded}`;
	for (const secret of new Set([password, decoded, pair])) {
		mask_mask(secret);
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
	'retry-timeout': '2m',
	'max-parallel': '1',
	'fail-fast': 'true',
	'allow-http': 'false',
	'github-environment': '{environment}'
};
async function readInputs() {
	maskSecretInputs();
	const pem = await loadPem();
	const findings = { problems: [], warnings: [] };
	const draft = await readEach(findings, pem);
	const problems = [
		...findings.problems,
		...checkTargets(draft),
		...checkClientCertificate(draft, pem),
		...checkVerification(draft)
	];
	if (problems.length > 0) {
		throw new InputError(problems.join('\n'));
	}
	findings.warnings.push(...findIgnored(draft), ...removeTlsVariable(process.env));
	return draft;
}
function maskSecretInputs() {
	mask_mask(getInput('token').replace(/^bearer(?:\s+|$)/i, ''));
	mask_mask(getInput('github-token'));
	for (const value of listHeaderSecrets(getInput('headers'))) {
		mask_mask(value);
	}
}
async function loadPem() {
	const inputs = ['ca-certificate', 'client-certificate', 'client-key'];
	if (inputs.every(input => getInput(input) === '')) {
		return undefined;
	}
	const pem = await __nccwpck_require__.e(/* import() */ 126).then(__nccwpck_require__.bind(__nccwpck_require__, 126));
	const key = getInput('client-key');
	if (!pem.isFilePath(key)) {
		mask_mask(key);
	}
	return pem;
}
async function readEach({ problems, warnings }, pem) {
	const read = (input, parse) => {
		try {
			return parse(readText(input));
		}
		catch (error) {
			if (!(error instanceof InvalidValue) && !(pem && error instanceof pem.PemError)) {
				throw error;
			}
			problems.push(`Input \`${input}\` ${error.message}.`);
			return undefined;
		}
	};
	const allowHttp = read('allow-http', parseBoolean);
	const url = read('url', required(text => parseUrl(text, allowHttp ?? true)));
	return {
		url,
		token: read('token', required(parseToken)),
		project: read('project', required(parseName)),
		groups: read('group', required(parseGroups)),
		environments: read('environment', required(parseList)),
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
		caCertificates: pem
			? read('ca-certificate', text => (text === '' ? [] : pem.readCertificates(text)))
			: [],
		clientCertificate: pem && read('client-certificate', optional(pem.readCertificates))?.join('\n'),
		clientKey: pem &&
			read('client-key', optional(text => readMaskedKey(text, pem))),
		githubToken: read('github-token', optional(parseToken)),
		githubEnvironment: read('github-environment', text => text),
		proxy: await readProxy(url, { problems, warnings }),
		warnings
	};
}
function readText(input) {
	return getInput(input) || (defaults[input] ?? '');
}
function readMaskedKey(text, pem) {
	const key = pem.readPrivateKey(text);
	mask_mask(key);
	return key;
}
function checkTargets({ groups = [], environments = [] }) {
	const targets = groups.length * environments.length;
	return targets <= maxTargets
		? []
		: [
			`Inputs \`group\` and \`environment\` make ${targets} targets, ` +
				`and at most ${maxTargets} are accepted. Spread them over several jobs.`
		];
}
function checkClientCertificate({ clientCertificate, clientKey }, pem) {
	const inputs = ['client-certificate', 'client-key'];
	const [missing, ...others] = inputs.filter(input => getInput(input) === '');
	if (missing !== undefined && others.length === 0) {
		const given = inputs.filter(input => input !== missing).join();
		return [`Input \`${missing}\` is missing: \`${given}\` needs it.`];
	}
	const areRead = clientCertificate !== undefined && clientKey !== undefined;
	return !areRead || pem?.isKeyOfCertificate(clientKey, clientCertificate) === true
		? []
		: [
			'Input `client-key` does not belong to the first certificate in `client-certificate`. ' +
				'Use the key of that certificate, or put the certificate of this key first.'
		];
}
function checkVerification({ operation, verify }) {
	if (operation === 'check') {
		return verify === undefined || verify === 'none'
			? []
			: [
				'Input `verify` cannot be used with `operation: check`, which tells whether a ' +
					'deployment would be accepted, not what is live. ' +
					'Remove `verify`, or use `operation: verify`.'
			];
	}
	return operation !== 'verify' && verify === 'none' && differsFromDefault('verify-timeout')
		? [
			'Input `verify-timeout` has no effect with `verify: none`. ' +
				'Set `verify` to `environment` or `routes`, or remove `verify-timeout`.'
		]
		: [];
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
function findIgnored({ operation, skipIfCurrent }) {
	if (operation === undefined) {
		return [];
	}
	return ignoredBy[operation]
		.filter(input => (input === 'skip-if-current' ? skipIfCurrent : differsFromDefault(input)))
		.map(input => `Input \`${input}\` has no effect with \`operation: ${operation}\`.`);
}

;// CONCATENATED MODULE: ./lib/deploy/plan.js
function createPlan(names) {
	return names.environments.map(environment => ({
		environment,
		targets: names.groups.map(group => ({ group, environment }))
	}));
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
function joinMessage({ serverMessage, diagnosis = '', explanation }) {
	return [serverMessage.trim(), diagnosis, explanation]
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
function sortFailedFirst(pods) {
	return pods.toSorted((one, other) => Number(one.success) - Number(other.success));
}
function join(...sentences) {
	return sentences.filter(sentence => sentence !== '').join(' ');
}

;// CONCATENATED MODULE: ./lib/deploy/reasons.js
const deployPermissions = 'API_MANAGEMENT with MANAGE and DEPLOY_UNDEPLOY ' +
	'(older servers: ROLE_MANAGE_PROXY_GROUPS and ROLE_DEPLOY_UNDEPLOY_PROXIES)';
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
		label: 'Token refused',
		remedy: 'Create a new token in the Apinizer Manager under My Profile, Personal API Access Tokens, ' +
			'and store it in the secret that the `token` input reads.'
	},
	forbidden: {
		label: 'Not permitted',
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
		remedy: 'Another change of the same group may be in progress: wait for it to finish, then run ' +
			'this job again.'
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
		remedy: 'Raise the response timeout of the gateway in front of the Manager (nginx: ' +
			`\`proxy_read_timeout\`, 60 s by default). ${checkHistory}`,
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
function labelOutcome({ status, reason }) {
	if (reason === 'checked') {
		return status === 'current' ? 'Current' : 'Ready to deploy';
	}
	return status === 'unknown' ? `Unknown: ${reasons[reason].label}` : reasons[reason].label;
}
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
	'other-host': 'The server’s certificate is for another host name. Set `url` to a name that the certificate contains.',
	'client-certificate': 'The server rejected the client certificate, or requires one. Set `client-certificate` and ' +
		'`client-key` to a pair that the server trusts.',
	'not-tls': 'The port does not speak TLS. Check the scheme and port of `url`.',
	other: 'The TLS handshake failed. Check `url`, `ca-certificate`, `client-certificate` and `client-key`.'
};
const sharedCauses = ['connect', 'proxy', 'tls', 'timeout'];
const proxyRemedy = 'Check https_proxy (or http_proxy) and no_proxy on the runner.';
function classifyFailure(failure, facts) {
	const isUnknown = failure.sent && facts.purpose === 'change';
	const { httpStatus, kind, detail: serverMessage } = failure;
	const details = {
		serverMessage,
		...(httpStatus !== undefined && { httpStatus }),
		status: isUnknown ? 'unknown' : 'failed',
		...(!isUnknown && sharedCauses.includes(kind) && { endsRun: true })
	};
	const remedy = isUnknown ? reasons['connection-lost'].remedy : '';
	switch (kind) {
		case 'connect':
			return {
				...details,
				reason: 'connection-failed',
				explanation: `Could not connect. ${reasons['connection-failed'].remedy}`
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
	return httpStatus === 407
		? 'Proxy authentication failed or is missing.'
		: 'The proxy could not be reached, or did not connect to the Manager.';
}
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
		: join(noResponse, remedy);
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
function classifyReport({ verdict, serverMessage, pods, missing }, done) {
	const details = { serverMessage, pods, httpStatus: 200 };
	switch (verdict) {
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
function isLost(problem) {
	if (problem.kind !== 'response') {
		return problem.sent && problem.kind !== 'cancelled';
	}
	const { status, edition, defect } = problem;
	if (edition !== undefined || (defect === 'cached' && status < 300)) {
		return false;
	}
	return status < 400 || status >= 500;
}
function classifyProblem(problem, facts) {
	if (problem.kind !== 'response') {
		return classifyFailure(problem, facts);
	}
	return problem.status >= 400 ? classify_classifyError(problem, facts) : classifyOddSuccess(problem, facts);
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
function classify_classifyError(response, facts) {
	const { status: httpStatus, serverMessage, edition, defect } = response;
	const reason = findReason(response);
	const isUnknown = facts.purpose === 'change' && isLost(response);
	const statement = defect === 'spring' ? 'The server responded with' : 'A gateway responded with';
	const explanation = join(serverMessage === '' && !isUnknown
		? `The server responded with ${httpStatus}. ${describeBody(response)}`
		: '', isUnknown
		? `${statement} ${httpStatus}, and the Manager may have carried the request out.`
		: '', explainError(response, reason, facts), isUnknown && reason !== 'gateway-timeout' ? reasons['connection-lost'].remedy : '');
	return {
		status: isUnknown ? 'unknown' : 'failed',
		reason,
		httpStatus,
		serverMessage,
		explanation,
		...(httpStatus === 401 &&
			edition === undefined && { docs: 'responses-that-are-not-the-managers' }),
		...(httpStatus === 401 && { endsRun: true })
	};
}
function explainError({ status, defect, edition, serverMessage }, reason, { purpose }) {
	if (defect === 'wants-https') {
		return 'The port expects HTTPS: use `https://` in `url`.';
	}
	if (status === 401 && edition === undefined) {
		return join(reasons.unauthorized.remedy, gatewaySignIn);
	}
	if (status === 403 && edition === undefined) {
		return 'The response is not the Manager’s own: check whether a gateway or firewall refused the request.';
	}
	if (reason === 'rejected' && ![400, 422].includes(status)) {
		return 'The response is probably a gateway’s and not the Manager’s: check `url` and the gateway’s log.';
	}
	if (['rejected', 'forbidden'].includes(reason) && /\bpermissions?\b/i.test(serverMessage)) {
		return purpose === 'read' ? viewPermission : deployPermission;
	}
	return findRemedy(reason, purpose);
}
const gatewaySignIn = 'If that does not help, check whether a gateway in front of the Manager requires its own sign-in.';
const deployPermission = `Give the token’s user the permission to deploy: ${deployPermissions}.`;
const viewPermission = 'Give the token’s user access to the project and the permission to view it: API_MANAGEMENT with VIEW.';
function classifyOddSuccess(response, facts) {
	const { status: httpStatus, serverMessage, location, edition } = response;
	const status = facts.purpose === 'change' && edition === undefined ? 'unknown' : 'failed';
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
		default:
			return 'The response is not the Manager’s JSON.';
	}
}

;// CONCATENATED MODULE: ./lib/deploy/preflight.js
async function runPreflight(first, { listings, settings: { retryTimeoutMs, timeoutMs }, onProgress }) {
	const result = await listings.listGroupEnvironments(first.group, {
		retryTimeoutMs,
		onRetry: createRetryReport(first, onProgress)
	});
	if (result.ok || !endsRun(result.problem)) {
		return { ok: true, edition: detectEdition(result) };
	}
	const { explanation, ...classification } = classifyProblem(result.problem, {
		purpose: 'read',
		timeoutMs
	});
	const isCancelled = classification.reason === 'cancelled';
	return {
		ok: false,
		classification: {
			...classification,
			endsRun: true,
			explanation: isCancelled
				? explanation
				: join('Nothing was sent.', explanation, explainDowntime(result.problem, retryTimeoutMs))
		}
	};
}
function createRetryReport(target, onProgress) {
	return ({ problem, pauseMs }) => {
		const when = `in ${formatDuration(pauseMs)}`;
		onProgress(`Trying ${nameTarget(target)} again ${when}: ${describeProblem(problem)}`);
	};
}
function endsRun(problem) {
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
function explainDowntime(problem, retryTimeoutMs) {
	if (problem.kind === 'lost') {
		return ('A server that requires another client certificate may close the connection like this: ' +
			'check `client-certificate` and `client-key`.');
	}
	const isDown = problem.kind === 'connect' || (problem.kind === 'response' && problem.status >= 500);
	return isDown ? explainRetries(problem, retryTimeoutMs) : '';
}
function explainRetries(problem, retryTimeoutMs) {
	if (retryTimeoutMs === 0) {
		return '';
	}
	const askedMs = problem.kind === 'response' ? (problem.retryAfterMs ?? 0) : 0;
	const limit = formatDuration(retryTimeoutMs);
	return askedMs >= retryTimeoutMs
		? `It asks to wait ${formatDuration(askedMs)}, and \`retry-timeout\` is ${limit}.`
		: `Tried for up to ${limit} (\`retry-timeout\`).`;
}

;// CONCATENATED MODULE: ./lib/deploy/on-demand.js
const loadNameMatching = () => __nccwpck_require__.e(/* import() */ 430).then(__nccwpck_require__.bind(__nccwpck_require__, 430));
const loadVerification = () => __nccwpck_require__.e(/* import() */ 277).then(__nccwpck_require__.bind(__nccwpck_require__, 277));

;// CONCATENATED MODULE: ./lib/deploy/diagnose.js
async function diagnose(target, classification, problem, context) {
	if (!mayBeAboutNames(problem)) {
		return classification;
	}
	const { diagnoseNames } = await loadNameMatching();
	return diagnoseNames(target, classification, problem, context);
}
function mayBeAboutNames(problem) {
	if (problem.kind !== 'response' || ![400, 403, 404].includes(problem.status)) {
		return false;
	}
	const isManagers = problem.edition !== undefined || problem.defect === 'empty';
	return isManagers && !/\bpermissions?\b/i.test(problem.serverMessage);
}

;// CONCATENATED MODULE: ./lib/deploy/resolve-groups.js
async function selectGroups(entries, first, context) {
	if (!entries.some(isPattern)) {
		return { ok: true, groups: entries };
	}
	const { listings, onProgress, settings } = context;
	const { timeoutMs, retryTimeoutMs, project } = settings;
	const onRetry = createRetryReport(first, onProgress);
	const listing = await listings.listGroups({ retryTimeoutMs, onRetry });
	if (!listing.ok) {
		const failed = classifyProblem(listing.problem, { purpose: 'read', timeoutMs });
		if (failed.reason === 'cancelled') {
			return { ok: false, classification: { ...failed, endsRun: true } };
		}
		const classification = await diagnose(first, failed, listing.problem, context);
		return resolve_groups_fail(classification, 'The project’s groups could not be listed.');
	}
	const { items, unreadable } = listing.value;
	if (unreadable > 0) {
		const explanation = 'The project’s list of groups cannot be read whole.';
		return resolve_groups_fail({ ...notFound, reason: 'unexpected-response', explanation });
	}
	const { describeMissing, resolveGroups } = await loadNameMatching();
	const { groups, unmatched } = resolveGroups(entries, items);
	const [pattern] = unmatched;
	if (pattern === undefined) {
		onProgress(`\`group\` stands for ${groups.length} of ${items.length} groups`);
		return { ok: true, groups };
	}
	const missing = `Project ${project} has no group that matches`;
	const diagnosis = describeMissing({ missing, name: pattern, available: items }) ?? '';
	const explanation = 'Patterns are case-sensitive.';
	return resolve_groups_fail({ ...notFound, reason: 'not-found', diagnosis, explanation });
}
const notFound = { status: 'failed', serverMessage: '' };
function resolve_groups_fail(classification, before = '') {
	const explanation = join('Nothing was sent.', before, classification.explanation);
	return { ok: false, classification: { ...classification, explanation, endsRun: true } };
}
function isPattern(entry) {
	return entry.includes('*') || entry.startsWith('!');
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
			outcomes.push(...wave.targets.map(target => leaveTarget(target, reason)));
			continue;
		}
		for (const observer of observers) {
			await observer.waveStarts?.(wave);
		}
		const ended = await runWave(wave, runTarget, conditions, observers);
		for (const observer of observers) {
			await observer.waveEnds?.(wave, ended);
		}
		outcomes.push(...ended);
		if (ended.some(({ endsRun }) => endsRun)) {
			stop = 'shared-cause';
		}
		else if (failFast && !ended.every(isGreen)) {
			stop = 'fail-fast';
		}
	}
	return outcomes;
}
async function runWave(wave, runTarget, { maxParallel, signal }, observers) {
	const outcomes = wave.targets.map(() => undefined);
	const queue = wave.targets.entries();
	const ended = new AbortController();
	const runQueue = async () => {
		for (const [index, target] of queue) {
			if (ended.signal.aborted || signal.aborted) {
				return;
			}
			const outcome = await runTarget(target, ended.signal);
			outcomes[index] = outcome;
			if (outcome.endsRun) {
				ended.abort();
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
	return wave.targets.map((target, index) => outcomes[index] ?? leaveTarget(target, stop));
}
const explanations = {
	cancelled: 'Nothing was sent: the workflow run was cancelled first.',
	'fail-fast': 'Nothing was sent: an earlier environment did not fully succeed (`fail-fast`).',
	'shared-cause': 'Nothing was sent: the run stopped at an error that affects every target.'
};
function leaveTarget(target, stop) {
	return notAttempted(target, stop === 'cancelled' ? 'cancelled' : 'not-attempted', explanations[stop]);
}

;// CONCATENATED MODULE: ./lib/deploy/check.js
async function check(target, context) {
	const { client, listings, onProgress } = context;
	const { retryTimeoutMs, timeoutMs, project: projectName } = context.settings;
	const limits = { retryTimeoutMs, onRetry: createRetryReport(target, onProgress) };
	const fail = (problem) => {
		const classification = classifyProblem(problem, { purpose: 'read', timeoutMs });
		return diagnose(target, classification, problem, context);
	};
	const listing = await listings.listGroupEnvironments(target.group, limits);
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
	const { items, unreadable } = project.value;
	if (items.some(name => name.normalize() === target.environment.normalize())) {
		return pending(listing.value.unreadable > 0
			? notTold
			: 'Never deployed there; a deployment would make it live.');
	}
	const failed = { httpStatus: 200, serverMessage: '', status: 'failed' };
	if (unreadable > 0) {
		return { ...failed, reason: 'unexpected-response', explanation: unreadableList };
	}
	const { describeMissing } = await loadNameMatching();
	const diagnosis = describeMissing({
		missing: `Project ${projectName} has no environment`,
		name: target.environment,
		available: items
	});
	return {
		...failed,
		reason: 'not-found',
		...(diagnosis !== undefined && { diagnosis }),
		explanation: 'Names are case-sensitive.'
	};
}
const notTold = 'The Manager does not tell whether it is deployed; a deployment may change it.';
const unreadableList = 'The project’s list of environments cannot be read whole, so it is not known whether this one exists.';
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
const minLookMs = 5_000;
const maxLookMs = 30_000;
const revisionMs = 10_000;
async function findRecord(group, marker, endsAt, { client, signal }) {
	for (let backoffMs = history_firstPauseMs;; backoffMs = Math.min(history_maxPauseMs, backoffMs * 1.5)) {
		const timeoutMs = Math.min(maxLookMs, Math.max(endsAt - now(), minLookMs));
		const { revisions, problem } = await look(group, marker, timeoutMs, client);
		if (revisions !== undefined) {
			return { found: true, revisions };
		}
		if (problem !== undefined && isFinalRefusal(problem)) {
			const explanation = 'This server has no deploy history, or the token may not read it.';
			return { found: false, explanation };
		}
		if (!(await waitForNextTry(problem, backoffMs, { endsAt, signals: [signal] }))) {
			const explanation = problem === undefined
				? 'The deploy history does not contain it so far, which does not prove that it failed.'
				: 'The deploy history could not be read.';
			return { found: false, explanation };
		}
	}
}
async function findRevisions(group, marker, { client }) {
	const { revisions = {} } = marker === undefined ? {} : await look(group, marker, revisionMs, client);
	return revisions;
}
async function look(group, marker, timeoutMs, client) {
	const result = await client.listDeployHistory(group, { timeoutMs });
	if (!result.ok) {
		return { problem: result.problem };
	}
	const { items } = result.value;
	const record = matchRecord(items, marker);
	return record === undefined ? {} : { revisions: readRevisions(record, items) };
}
function matchRecord(records, marker) {
	return records.find(({ description }) => description.toLowerCase().includes(marker));
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
const lastLookMs = 30_000;
function createPoll(target, { client, signal, settings, sanitize, onProgress }, endsAt = now() + settings.verifyTimeoutMs) {
	const onFinding = (finding) => {
		onProgress(`${nameTarget(target)} is not confirmed yet: ${finding}`);
	};
	return {
		client,
		signal,
		sanitize,
		limit: () => ({
			timeoutMs: Math.min(settings.timeoutMs, Math.max(0, endsAt - now()) + lastLookMs)
		}),
		isTimeUp: () => signal.aborted || now() > endsAt + lastLookMs,
		untilConfirmed: look => pollUntilConfirmed(look, { endsAt, signals: [signal] }, onFinding),
		toResult: failLook
	};
}
async function pollUntilConfirmed(look, limits, onFinding) {
	let previousFinding = '';
	let isKnownCall = false;
	for (let backoffMs = poll_firstPauseMs;; backoffMs = Math.min(poll_maxPauseMs, backoffMs * 1.5)) {
		const seen = await look();
		isKnownCall ||= seen.state === 'contradicted';
		const isDoubtful = isKnownCall && seen.state === 'unsupported';
		const result = isDoubtful ? { ...seen, state: 'inconclusive' } : seen;
		const isRefused = result.problem !== undefined && isFinalRefusal(result.problem);
		if (result.state === 'confirmed' || isRefused || result.remedy !== undefined) {
			return result;
		}
		if (result.finding !== previousFinding) {
			onFinding(result.finding);
		}
		previousFinding = result.finding;
		if (!(await waitForNextTry(result.problem, backoffMs, limits))) {
			return result;
		}
	}
}
function failLook(what, problem) {
	const isUnknownCall = problem.kind === 'response' &&
		problem.edition === undefined &&
		(problem.defect === 'empty' || problem.defect === 'spring') &&
		[404, 405].includes(problem.status);
	return {
		state: isUnknownCall ? 'unsupported' : 'inconclusive',
		finding: `${what} (${describeProblem(problem)})`,
		proof: '',
		problem
	};
}

;// CONCATENATED MODULE: ./lib/deploy/recover.js
async function recover({ target, marker, endsAt }, lost, context) {
	const giveUp = (explanation) => ({
		...lost,
		explanation: join(lost.explanation, explanation)
	});
	if (marker === undefined) {
		return giveUp('It carried no marker, so it cannot be looked up in a deploy history.');
	}
	const name = nameTarget(target);
	const { minLookupMs } = context.settings;
	const lookupMs = Math.max(endsAt - now(), minLookupMs);
	const lookupEndsAt = now() + lookupMs;
	const limit = formatDuration(lookupMs);
	context.onProgress(`The response for ${name} was lost: searching the deploy history for up to ${limit}`);
	const lookup = await findRecord(target.group, marker, lookupEndsAt, context);
	if (!lookup.found) {
		return giveUp(lookup.explanation);
	}
	const proofEndsAt = Math.max(lookupEndsAt, now() + minLookupMs);
	const poll = createPoll(target, context, proofEndsAt);
	context.onProgress(`The deploy history contains the request for ${name}: checking whether it is live`);
	return proveLive(target, lookup.revisions, giveUp, poll, context);
}
async function proveLive(target, revisions, giveUp, poll, { settings: { operation } }) {
	const { verifyEnvironment, verifyRoutes } = await loadVerification();
	const isDeploy = operation === 'deploy';
	const startedAt = now();
	const environment = await verifyEnvironment(target, isDeploy, poll, true);
	const routes = environment.state === 'confirmed' ? await verifyRoutes(target, isDeploy, poll) : environment;
	const found = 'The response was lost, but the deploy history contains this request.';
	const details = {
		...revisions,
		...(environment.accessUrl !== undefined && { accessUrl: environment.accessUrl })
	};
	const isListed = !isDeploy || environment.isCurrent;
	const isLive = routes.state === 'confirmed' ||
		(environment.state === 'confirmed' && routes.state === 'unsupported' && isListed);
	if (isLive) {
		return {
			...details,
			status: 'succeeded',
			reason: isDeploy ? 'deployed' : 'undeployed',
			serverMessage: '',
			explanation: join(found, environment.proof, routes.proof)
		};
	}
	if (routes.state === 'contradicted' && !poll.signal.aborted) {
		return {
			...details,
			status: 'failed',
			reason: 'not-verified',
			serverMessage: routes.finding,
			explanation: `${found} It was not confirmed within ${formatDuration(now() - startedAt)}. ` +
				'Check the environment’s worker pods in the Apinizer Manager.'
		};
	}
	return {
		...giveUp('The deploy history contains this request, but it could not be confirmed as live.'),
		serverMessage: routes.finding
	};
}

;// CONCATENATED MODULE: ./lib/deploy/send.js
const maxDescriptionLength = 250;
async function send(target, context) {
	const { client, settings, signal, ended, onProgress } = context;
	const { operation, timeoutMs, retryTimeoutMs } = settings;
	const { options, marker } = sign(context);
	const call = operation === 'undeploy' ? client.undeploy : client.deploy;
	let startedAt = now();
	const reportRetry = createRetryReport(target, onProgress);
	const result = await call(target, options, {
		retryTimeoutMs,
		ended,
		onRetry: retry => {
			startedAt = now() + retry.pauseMs;
			reportRetry(retry);
		}
	});
	if (result.ok) {
		const done = operation === 'undeploy' ? 'undeployed' : 'deployed';
		return { classification: classifyReport(result.value, done), marker };
	}
	const classified = classifyProblem(result.problem, { purpose: 'change', timeoutMs });
	const isTriedToTheEnd = mayRetry('POST', result.problem) && !signal.aborted && !ended.aborted;
	const limit = isTriedToTheEnd ? explainRetries(result.problem, retryTimeoutMs) : '';
	const classification = { ...classified, explanation: join(classified.explanation, limit) };
	if (isLost(result.problem)) {
		const request = { target, marker, endsAt: startedAt + timeoutMs };
		return { classification: await recover(request, classification, context), marker };
	}
	if (isRefusedBody(result.problem, options, context)) {
		return { classification: { ...classification, explanation: refusedBody }, marker };
	}
	return { classification: await diagnose(target, classification, result.problem, context), marker };
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

;// CONCATENATED MODULE: ./lib/deploy/run-target.js
const maxPods = 200;
const maxPodTextLength = 500;
async function runTarget(target, context) {
	const startedAt = now();
	const classification = await runOperation(target, context).catch(classifyCrash);
	return createOutcome(target, classification, now() - startedAt, context);
}
function createOutcome(target, classification, durationMs, { sanitize }) {
	const { pods = [], serverMessage, diagnosis, explanation, ...rest } = classification;
	const kept = pods.length > maxPods ? sortFailedFirst(pods).slice(0, maxPods) : pods;
	const omitted = kept.length < pods.length ? `Only ${maxPods} of the ${pods.length} worker pods are listed.` : '';
	return {
		target,
		durationMs,
		...rest,
		serverMessage: sanitize(serverMessage),
		...(diagnosis !== undefined && { diagnosis: sanitize(diagnosis) }),
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
	if (operation === 'verify') {
		return verifyLive(target, context);
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
async function verifyLive(target, context) {
	const { environment, last, level } = await pollLevels(target, true, context);
	const { accessUrl } = environment;
	const verified = {
		status: 'succeeded',
		reason: 'verified',
		serverMessage: '',
		explanation: '',
		...(accessUrl !== undefined && { accessUrl })
	};
	if (last.state !== 'confirmed' && context.signal.aborted) {
		const explanation = 'The run was cancelled before it could be verified.';
		return { status: 'not-attempted', reason: 'cancelled', serverMessage: '', explanation };
	}
	const classification = applyPoll(last, verified, '', context, level);
	if (environment.problem !== undefined) {
		return diagnose(target, classification, environment.problem, context);
	}
	if (environment.state === 'contradicted') {
		const { diagnoseEnvironment } = await loadNameMatching();
		return diagnoseEnvironment(target, classification, context);
	}
	return classification;
}
async function findCurrent(target, { client }) {
	const found = await client.findEnvironment(target);
	const listed = found.ok ? found.value.listed : undefined;
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
async function verifyCurrent(current, target, context) {
	const { verifyRoutes } = await loadVerification();
	const routes = await verifyRoutes(target, true, createPoll(target, context));
	return applyPoll(routes, current, 'Nothing was sent.', context, 'routes');
}
async function verifyChange(accepted, target, marker, context) {
	const isDeploy = context.settings.operation === 'deploy';
	const { environment, last, level } = await pollLevels(target, isDeploy, context);
	const { accessUrl } = environment;
	const isKnown = accepted.revision !== undefined;
	const revisions = isKnown ? {} : await findRevisions(target.group, marker, context);
	const seen = {
		...accepted,
		...revisions,
		...(accessUrl !== undefined && { accessUrl })
	};
	const what = isDeploy ? 'deployment' : 'undeployment';
	const before = `The ${what} itself was accepted.`;
	return applyPoll(last, seen, before, context, level);
}
async function pollLevels(target, isDeployed, context) {
	const { verifyEnvironment, verifyRoutes } = await loadVerification();
	const poll = createPoll(target, context);
	const environment = await verifyEnvironment(target, isDeployed, poll);
	if (environment.state !== 'confirmed' || context.settings.verify !== 'routes') {
		return { environment, last: environment, level: 'list' };
	}
	const last = await verifyRoutes(target, isDeployed, poll);
	return { environment, last, level: 'routes' };
}
function applyPoll(poll, classification, before, context, level) {
	if (poll.state === 'confirmed') {
		const isRepeated = classification.explanation.includes(poll.proof);
		const explanation = join(classification.explanation, isRepeated ? '' : poll.proof);
		return { ...classification, explanation };
	}
	return {
		...classification,
		status: 'failed',
		reason: 'not-verified',
		serverMessage: poll.finding,
		explanation: join(before, explainPoll(poll, context, level))
	};
}
function explainPoll({ state, problem, remedy }, { signal, settings: { operation, timeoutMs, verifyTimeoutMs } }, level) {
	if (signal.aborted) {
		return 'The run was cancelled before it could be verified.';
	}
	if (remedy !== undefined) {
		return remedy;
	}
	if (state === 'unsupported') {
		return level === 'routes'
			? 'This server cannot tell which routes its worker pods serve (Apinizer before 2026.09): ' +
				'use `verify: environment`.'
			: 'This server cannot list the environments of a group, so nothing can be verified.';
	}
	if (problem !== undefined && isFinalRefusal(problem)) {
		return classifyProblem(problem, { purpose: 'read', timeoutMs }).explanation;
	}
	const limit = `within ${formatDuration(verifyTimeoutMs)} (\`verify-timeout\`)`;
	return `It was not confirmed ${limit}. ${chooseRemedy(operation, level, state)}`;
}
function chooseRemedy(operation, level, state) {
	if (level === 'list') {
		return operation === 'verify' && state === 'contradicted'
			? 'Deploy the group there, or raise `verify-timeout` if a deployment is in progress.'
			: 'Check the group in the Apinizer Manager, and raise `verify-timeout` if that needs longer.';
	}
	const isOrphan = operation === 'undeploy' && state === 'contradicted';
	return isOrphan
		? 'Restart those worker pods, or deploy the group again and then undeploy it.'
		: reasons['not-verified'].remedy;
}

;// CONCATENATED MODULE: ./lib/deploy/run.js
async function run(request, context, progress, recorders) {
	const startedAt = now();
	const end = async (plan, classification) => {
		const durationMs = now() - startedAt;
		const outcome = createOutcome(findFirst(plan), classification, durationMs, context);
		return { outcomes: await endRun(plan, outcome, context.signal, progress) };
	};
	const { environments, maxParallel } = request;
	const given = createPlan(request);
	const selection = await selectGroups(request.groups, findFirst(given), context);
	if (!selection.ok) {
		return end(given, selection.classification);
	}
	const { groups } = selection;
	const resolvedGroups = request.groups.some(isPattern) ? { resolvedGroups: groups } : {};
	if (groups.length * environments.length > maxTargets) {
		return { ...(await end(given, tooMany)), ...resolvedGroups };
	}
	const plan = createPlan({ groups, environments });
	const preflight = await runPreflight(findFirst(plan), context);
	if (!preflight.ok) {
		return { ...(await end(plan, preflight.classification)), ...resolvedGroups };
	}
	const { operation } = context.settings;
	const isRead = operation === 'check' || operation === 'verify';
	const conditions = {
		maxParallel,
		failFast: request.failFast && !isRead,
		signal: context.signal
	};
	const runContext = { ...context, edition: preflight.edition };
	const runOne = (target, ended) => runTarget(target, { ...runContext, ended });
	const outcomes = await runPlan(plan, runOne, conditions, [progress, ...recorders]);
	return { outcomes, ...resolvedGroups };
}
const tooMany = {
	status: 'failed',
	reason: 'rejected',
	serverMessage: '',
	explanation: `Nothing was sent. \`group\` and \`environment\` make more than ${maxTargets} targets: ` +
		'spread them over several jobs.',
	endsRun: true
};
function findFirst(plan) {
	const [first] = plan[0]?.targets ?? [];
	if (first === undefined) {
		throw new Error('the plan has no target');
	}
	return first;
}
function endRun(plan, outcome, signal, progress) {
	const conditions = { maxParallel: 1, failFast: true, signal };
	const quiet = { ...progress, waveStarts: () => undefined };
	return runPlan(plan, () => Promise.resolve(outcome), conditions, [quiet]);
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
	const { status, reason, serverMessage, diagnosis = '', explanation, docs, target } = outcome;
	const texts = [serverMessage, diagnosis, explanation].map(text => replaceName(replaceName(text, target.group, '{group}'), target.environment, '{environment}'));
	return JSON.stringify([status, reason, docs, ...texts]);
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

;// CONCATENATED MODULE: ./lib/report/sentences.js
const refusals = [
	'rejected',
	'unauthorized',
	'forbidden',
	'not-found',
	'conflict'
];
const maxNames = 3;
const maxScopes = 2;
function joinNames(names, max = maxNames) {
	const more = names.length - max;
	const shown = more > 1 ? [...names.slice(0, max), `${more} more`] : names;
	return [shown.slice(0, -1).join(', '), ...shown.slice(-1)].filter(Boolean).join(' and ');
}
function describeTargets(targets, verb = '') {
	const { scopes, more } = listScopes(targets, maxScopes);
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
			return `${group} ${describeFailure(outcome, operation)} ${environment}`;
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
	return `was ${isPartlyDone(outcome) ? 'only partly' : 'not'} ${done} ${preposition}`;
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
		current: operation === 'check' ? 'current' : 'already current',
		pending: 'ready to deploy',
		failed: 'failed',
		unknown: 'unknown',
		'not-attempted': 'not attempted'
	};
}
function countOutcomes(outcomes, operation) {
	const counts = countByStatus(outcomes);
	const labels = labelStatuses(operation);
	const others = ['unknown', 'failed', 'not-attempted']
		.filter(status => counts[status] > 0)
		.map(status => `${counts[status]} ${labels[status]}`);
	const green = `${outcomes.filter(isGreen).length} of ${outcomes.length}`;
	return [`${green} ${labelGreen(counts, operation)}`, ...others].join(', ');
}
function labelGreen(counts, operation) {
	if (operation === 'check') {
		return 'can be deployed';
	}
	const { done } = wording[operation];
	if (counts.current === 0) {
		return done;
	}
	return counts.succeeded === 0 ? 'already current' : `${done} or already current`;
}
function describeRun(outcomes, result, operation) {
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
		return [addMessage(worst.first.endsRun ? 'The run ended early' : statement, worst.first)];
	}
	const cause = joinMessage(worst.first);
	const told = cause === '' ? [] : [`${describeTargets(worst.outcomes.map(getTarget))}: ${cause}`];
	return [...statements.map(one => `${one}.`), ...told];
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
const maxDescription = 140;
const maxRecordedGroups = 500;
function recordGitHubDeployments(options) {
	let loading;
	const load = () => (loading ??= __nccwpck_require__.e(/* import() */ 118).then(__nccwpck_require__.bind(__nccwpck_require__, 118)).then(async ({ createGitHubApi }) => createGitHubApi(await connect(options), options)));
	return options.operation === 'deploy'
		? recordDeployment(options, load)
		: recordUndeployment(options, load);
}
function createTypeFinder(client) {
	return async ({ environment, targets: [target] }) => {
		const limits = { timeoutMs: typeTimeoutMs };
		const found = await client.findEnvironment({ group: target?.group ?? '', environment }, limits);
		return found.ok ? found.value.listed?.type : undefined;
	};
}
async function connect({ token, caCertificates }) {
	const url = new URL(process.env.GITHUB_API_URL || 'https://api.github.com');
	const { proxy } = await findProxy(url, process.env);
	return createHttpClient({ url, token, proxy: proxy?.href, caCertificates });
}
function recordDeployment(options, load) {
	const opened = new Map();
	const open = (wave) => {
		const { environment } = wave;
		const opening = opened.get(environment) ?? openRecord(wave, options, load);
		opened.set(environment, opening);
		return opening;
	};
	return {
		waveStarts: async (wave) => {
			if (!options.skipIfCurrent) {
				await open(wave);
			}
		},
		targetEnds: ({ status }, wave) => {
			if (status !== 'current' && status !== 'not-attempted') {
				void open(wave);
			}
		},
		waveEnds: async ({ environment }, outcomes) => {
			const id = await opened.get(environment);
			if (id !== undefined) {
				await warnOnError(`Closing the GitHub Deployment for ${environment}`, async () => {
					const { setStatus } = await load();
					await setStatus(id, createStatus(outcomes));
				});
			}
		}
	};
}
async function openRecord(wave, { project, findType, signal }, load) {
	const { environment } = wave;
	const groups = wave.targets.map(({ group }) => group);
	const noun = groups.length === 1 ? 'API Proxy Group' : 'API Proxy Groups';
	let id;
	await warnOnError(`Opening a GitHub Deployment for ${environment}`, async () => {
		const { create, begin } = await load();
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
function recordUndeployment(options, load) {
	return {
		waveEnds: async (wave, outcomes) => {
			const undeployed = outcomes.filter(({ status }) => status === 'succeeded');
			const groups = new Set(undeployed.map(({ target }) => target.group));
			if (groups.size > 0) {
				const what = `Setting the GitHub Deployments for ${wave.environment} inactive`;
				await warnOnError(what, async () => {
					const { setInactive } = await load();
					const { environment } = wave;
					await setInactive({ project: options.project, environment, groups });
				});
			}
		}
	};
}
async function warnOnError(what, call) {
	try {
		await call();
	}
	catch (error) {
		annotateWarning('GitHub Deployment not recorded', `${what}: ${getMessage(error)}. The deployment to Apinizer is not affected.`);
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
const progress_maxPods = 50;
const maxPodsOfMany = 5;
const maxDetailed = 10;
const marks = {
	succeeded: '✓',
	current: '✓',
	pending: '✓',
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
			const startedAt = now();
			print(announceWave(wave, operation));
			heartbeat = setInterval(() => {
				const waited = formatDuration(now() - startedAt);
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
			const podLimit = isMany ? maxPodsOfMany : progress_maxPods;
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
	return `${marks[status]} ${what} (${formatDuration(durationMs)})`;
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
		...shown.map(renderPod),
		pods.length > shown.length && `… and ${pods.length - shown.length} more worker pods`
	];
	return lines.filter(line => typeof line === 'string');
}
function renderPod({ name, ip, success, message, durationMs }) {
	const time = durationMs === undefined ? '' : ` (${formatDuration(durationMs)})`;
	const text = message === '' ? '' : `: ${message}`;
	return `${success ? '✓' : '✗'} worker pod ${name} ${ip}${time}${text}`;
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
		annotateError('More failures', `${count} more results are not green: see the job summary and the output environment-results.`);
	}
}
function chooseTitle({ first }, operation) {
	const { status, reason } = first;
	const { failed, partial, unverified, unknown, cancelled } = wording[operation];
	if (status === 'unknown') {
		return reason === 'cancelled' ? cancelled : unknown;
	}
	if (isPartlyDone(first)) {
		return partial;
	}
	return reason === 'not-verified' ? unverified : failed;
}
function describeCause(cause, notAttempted) {
	const targets = cause.outcomes.map(({ target }) => target);
	const others = notAttempted === 1 ? '1 other was' : `${notAttempted} others were`;
	const message = joinMessage(cause.first);
	const isShared = cause.first.endsRun && notAttempted > 0;
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

;// CONCATENATED MODULE: external "node:fs"
const external_node_fs_namespaceObject = require("node:fs");
;// CONCATENATED MODULE: ./lib/report/outputs.js
const maxOutputs = 500_000;
const minPod = 47;
const everything = {
	pods: true,
	messageLength: 4_000,
	maxOutcomes: Infinity,
	maxNames: Infinity,
	leftOut: ''
};
const noPods = { ...everything, pods: false, leftOut: 'the worker pods' };
const noMessages = {
	...noPods,
	messageLength: 0,
	leftOut: 'the worker pods and all messages'
};
const levels = [
	everything,
	noPods,
	{ ...noPods, messageLength: 300, leftOut: 'the worker pods and the ends of long messages' },
	noMessages,
	{
		...noMessages,
		maxOutcomes: 300,
		leftOut: 'the worker pods, all messages, and all but the first 300 targets'
	},
	{
		...noMessages,
		maxOutcomes: 0,
		maxNames: 0,
		leftOut: 'everything, as do failed-environments and failed-groups'
	}
];
function buildOutputs(totals) {
	let outputs = {};
	const pods = totals.outcomes.reduce((count, outcome) => count + (outcome.pods?.length ?? 0), 0);
	for (const level of levels.slice(pods * minPod < maxOutputs ? 0 : 1)) {
		outputs = buildLevel(totals, level);
		if (Object.values(outputs).reduce((size, value) => size + value.length, 0) < maxOutputs) {
			break;
		}
	}
	return outputs;
}
function buildLevel(totals, level) {
	const { outcomes, result, message } = totals;
	const last = outcomes.findLast(({ status }) => status === 'succeeded');
	const note = ` (To keep within GitHub’s limits, environment-results leaves out ${level.leftOut}.)`;
	const toList = (names) => serializeOutput(names.slice(0, level.maxNames).map(redact));
	const results = outcomes.slice(0, level.maxOutcomes).map(outcome => buildResult(outcome, level));
	return {
		success: String(result === 'success'),
		result,
		message: escapeLogLine(message) + (level.leftOut === '' ? '' : note),
		'environment-results': serializeOutput(results),
		'failed-environments': toList(listFailedEnvironments(outcomes)),
		'failed-groups': toList(listFailedGroups(outcomes)),
		'environment-url': findEnvironmentUrl(outcomes, last?.target.environment),
		revision: last?.revision === undefined ? '' : String(last.revision)
	};
}
function findEnvironmentUrl(outcomes, environment) {
	const served = outcomes.findLast(({ status, target, accessUrl }) => status === 'succeeded' && target.environment === environment && accessUrl !== undefined);
	return parseWebAddress(served?.accessUrl ?? '') ?? '';
}
function buildResult(outcome, level) {
	const { target, status, reason, durationMs, httpStatus, revision, previousRevision } = outcome;
	const { pods = [] } = outcome;
	const accessUrl = parseWebAddress(outcome.accessUrl ?? '');
	const toText = (text) => level.messageLength === 0 ? '' : escapeLogLine(text, level.messageLength);
	return {
		environmentName: redact(target.environment),
		success: isGreen(outcome),
		message: toText(joinMessage(outcome)),
		group: redact(target.group),
		status,
		reason,
		durationMs: Math.round(durationMs),
		...(httpStatus !== undefined && { httpStatus }),
		...(revision !== undefined && { revision }),
		...(previousRevision !== undefined && { previousRevision }),
		...(accessUrl !== undefined && { accessUrl }),
		...(level.pods &&
			pods.length > 0 && {
			pods: pods.map(pod => ({
				...pod,
				name: escapeLogLine(pod.name),
				ip: escapeLogLine(pod.ip),
				message: toText(pod.message)
			}))
		})
	};
}
function writeOutputs(totals) {
	const file = process.env.GITHUB_OUTPUT;
	if (!file) {
		annotateWarning('Outputs were not written', 'This runner provides no GITHUB_OUTPUT file, so later steps cannot read the outputs of ' +
			'this step. The result of the step is not affected.');
		return;
	}
	const lines = Object.entries(buildOutputs(totals)).map(([name, value]) => `${name}=${value}\n`);
	(0,external_node_fs_namespaceObject.appendFileSync)(file, lines.join(''));
}

;// CONCATENATED MODULE: ./lib/report/summary-tables.js
const maxSingleRows = 6;
const maxOpenReds = 10;
const maxOpenGreens = 6;
const maxRows = 100;
const summary_tables_maxNames = 5;
const summary_tables_maxScopes = 3;
const maxOpenPods = 10;
const summary_tables_maxPods = 200;
const summary_tables_marks = {
	succeeded: '✅',
	current: '✅',
	pending: '🟡',
	failed: '❌',
	unknown: '❓',
	'not-attempted': '⚪'
};
function renderCauses(outcomes) {
	if (outcomes.length <= maxSingleRows) {
		return [renderCauseTable(listFew(outcomes))];
	}
	const causes = groupByCause(outcomes);
	const reds = causes.filter(({ first }) => isRed(first));
	const greens = causes.filter(({ first }) => isGreen(first));
	const others = causes.filter(cause => !reds.includes(cause) && !greens.includes(cause));
	const openGreens = greens.length > maxOpenGreens ? [] : greens;
	const open = [...reds.slice(0, maxOpenReds), ...openGreens, ...others];
	return [
		...(open.length > 0 ? [renderCauseTable(open)] : []),
		...renderFolded([...reds.slice(maxOpenReds), ...greens.slice(openGreens.length)])
	];
}
function listFew(outcomes) {
	const greens = outcomes.filter(isGreen).map(first => ({ first, outcomes: [first] }));
	const others = groupByCause(outcomes.filter(outcome => !isGreen(outcome)));
	const indexOf = ({ first }) => outcomes.indexOf(first);
	return [...greens, ...others].sort((one, other) => indexOf(one) - indexOf(other));
}
function renderFolded(causes) {
	if (causes.length === 0) {
		return [];
	}
	const more = renderRest(causes.length, maxRows);
	const table = renderCauseTable(causes.slice(0, maxRows));
	return [renderDetails(`${causes.length} more results`, `${table}${more}`)];
}
function renderCauseTable(causes) {
	const maxMessage = causes.length > maxOpenReds ? 600 : 2_000;
	const rows = causes.map(cause => [
		renderResult(cause.first),
		renderTargets(cause.outcomes.map(({ target }) => target)),
		renderMessage(cause, maxMessage),
		renderTime(cause)
	]);
	return renderTable(['Result', 'API Proxy Group', 'Message', 'Time'], rows);
}
function renderResult(outcome) {
	const isLeft = outcome.status === 'not-attempted';
	return `${summary_tables_marks[outcome.status]}&nbsp;${isLeft ? 'Not attempted' : labelOutcome(outcome)}`;
}
function renderTargets(targets) {
	const { scopes, more } = listScopes(targets, summary_tables_maxScopes);
	return [
		...scopes.map(one => `${renderNames(one.groups)} on&nbsp;${renderNames(one.environments)}`),
		...(more > 0 ? [`and ${more} more`] : [])
	].join('<br>');
}
function renderNames(names) {
	const more = names.length - summary_tables_maxNames;
	const shown = more > 1 ? names.slice(0, summary_tables_maxNames) : names;
	const list = shown.map(name => renderCode(name)).join(', ');
	return more > 1 ? `${list} and ${more} more` : list;
}
function renderMessage({ first, outcomes }, maxMessage) {
	const docs = isGreen(first) ? undefined : findDocs(first);
	const address = parseWebAddress(first.accessUrl ?? '');
	const isShared = outcomes.every(({ accessUrl }) => accessUrl === first.accessUrl);
	const isQuoted = !isGreen(first) || first.explanation === '';
	const explanation = joinParts(' ', [
		renderExplanation(first.explanation),
		docs === undefined ? undefined : renderDocs(docs)
	]);
	return joinParts('<br>', [
		isQuoted ? renderCode(first.serverMessage, maxMessage) : undefined,
		renderCode(first.diagnosis ?? '', maxMessage) || undefined,
		explanation,
		joinParts(' · ', [
			outcomes.length === 1 ? describeRevision(first) : undefined,
			address !== undefined && isShared ? `Served at ${renderCode(address)}` : undefined
		])
	]);
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
function renderTime({ first, outcomes }) {
	if (first.status === 'not-attempted') {
		return '';
	}
	const longest = Math.max(...outcomes.map(({ durationMs }) => durationMs));
	return limitTo(outcomes.length) + renderDuration(longest);
}
function renderDuration(ms) {
	return formatDuration(ms).replaceAll(' ', '&nbsp;');
}
function renderAllResults(outcomes) {
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
	return renderDetails(`All ${outcomes.length} results`, renderTable(header, rows));
}
function renderCell(outcome) {
	if (outcome === undefined) {
		return '';
	}
	const revision = describeRevision(outcome);
	return `${renderResult(outcome)}${revision === undefined ? '' : `, ${revision.toLowerCase()}`}`;
}
function renderPods(outcomes) {
	const hasFailed = ({ pods = [] }) => pods.some(({ success }) => !success);
	const failed = outcomes.filter(hasFailed);
	const others = outcomes.length > maxSingleRows ? [] : outcomes.filter(one => !failed.includes(one));
	return [failed, others].flatMap(shown => renderPodTable(shown, outcomes.length > 1));
}
function renderPodTable(outcomes, namesTarget) {
	const pods = mergePods(outcomes);
	if (pods.length === 0) {
		return [];
	}
	const failed = pods.filter(({ success }) => !success).length;
	const rows = sortFailedFirst(pods)
		.slice(0, summary_tables_maxPods)
		.map(({ success, name, ip, targets, message, durationMs }) => [
		success ? '✅&nbsp;OK' : '❌&nbsp;Failed',
		renderCode(name),
		renderCode(ip),
		namesTarget ? renderTargets(targets) : '',
		renderCode(message, 300),
		durationMs === undefined ? '' : limitTo(targets.length) + renderDuration(durationMs)
	]);
	const header = ['Result', 'Worker pod', 'Address', 'API Proxy Group', 'Message', 'Time'];
	const total = pods.length === 1 ? '1 worker pod' : `${pods.length} worker pods`;
	const title = failed > 0 ? `${failed} of ${total} failed` : total;
	const content = `${renderTable(header, rows)}${renderRest(pods.length, summary_tables_maxPods)}`;
	return [renderDetails(title, content, failed > 0 && pods.length <= maxOpenPods)];
}
function mergePods(outcomes) {
	const merged = new Map();
	for (const { target, pods = [] } of outcomes) {
		for (const pod of pods) {
			const { name, ip, success, message } = pod;
			const key = JSON.stringify([target.environment, name, ip, success, message]);
			const known = merged.get(key);
			if (known === undefined) {
				merged.set(key, { ...pod, targets: [target] });
			}
			else {
				known.targets.push(target);
				if (pod.durationMs !== undefined) {
					known.durationMs = Math.max(known.durationMs ?? 0, pod.durationMs);
				}
			}
		}
	}
	return [...merged.values()];
}
function limitTo(count) {
	return count > 1 ? 'up&nbsp;to&nbsp;' : '';
}
function renderRest(count, max) {
	return count > max ? `<p>… and ${count - max} more.</p>\n` : '';
}
function renderDetails(title, content, isOpen = false) {
	return `<details${isOpen ? ' open' : ''}><summary>${title}</summary>\n${content}</details>\n`;
}
function renderTable(header, rows) {
	const used = header.map((_, index) => rows.some(cells => cells[index] !== ''));
	const renderRow = (tag, cells) => {
		const shown = cells.filter((_, index) => used[index]);
		return `<tr>${shown.map(cell => `<${tag}>${cell}</${tag}>`).join('')}</tr>`;
	};
	const lines = [renderRow('th', header), ...rows.map(cells => renderRow('td', cells))];
	return `<table>\n${lines.join('\n')}\n</table>\n`;
}

;// CONCATENATED MODULE: ./lib/report/summary.js
const maxSummaryBytes = 900_000;
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
		...(pods ? renderPods(outcomes) : []),
		...(results && outcomes.length > maxSingleRows ? [renderAllResults(outcomes)] : [])
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
	return `<h2>${summary_renderTitle(input)}</h2>\n\n<p>${renderFacts(input)}</p>\n${note}`;
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
	const isPartial = result === 'failure' && outcomes.some(isPartlyDone);
	const title = `${resultMarks[result]} ${wording[operation][isPartial ? 'partial' : result]}`;
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
	return Object.keys(summary_tables_marks)
		.filter(status => counts[status] > 0)
		.map(status => `${summary_tables_marks[status]} ${counts[status]} ${labels[status]}`);
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
	const message = describeRun(outcomes, result, operation);
	writePart('The outputs', () => {
		writeOutputs({ outcomes, result, message });
	});
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
	writePart('The outputs', () => {
		writeOutputs({ outcomes: [], result, message: sentences.join(' ') });
	});
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

;// CONCATENATED MODULE: ./lib/runner/describe-run.js
const maxPartLength = 100;
function describe_run_describeRun(env) {
	const read = (name) => (env[name] ?? '').slice(0, maxPartLength);
	const commit = read('GITHUB_SHA').slice(0, 7);
	const repository = [read('GITHUB_REPOSITORY'), commit].filter(Boolean).join('@');
	const run = read('GITHUB_RUN_ID') && `run ${read('GITHUB_RUN_ID')}`;
	const actor = read('GITHUB_ACTOR') && `by ${read('GITHUB_ACTOR')}`;
	const source = [repository, [run, actor].filter(Boolean).join(' ')].filter(Boolean).join(', ');
	return source === '' ? 'Deployed by deploy-api-proxy-group' : `GitHub Actions: ${source}`;
}

;// CONCATENATED MODULE: ./lib/main.js
const minLookupMs = 60_000;
async function main() {
	const startedAt = now();
	try {
		const signal = createCancelSignal();
		const inputs = await readInputs();
		for (const warning of inputs.warnings) {
			annotateWarning('Check the configuration of this step', warning);
		}
		const client = createClient(inputs, signal);
		const context = {
			client,
			signal,
			listings: createListingCache(client),
			settings: selectSettings(inputs),
			sanitize: sanitize,
			onProgress: print
		};
		const { groups, environments, maxParallel, failFast, operation, project, url } = inputs;
		const request = { groups, environments, maxParallel, failFast };
		const progress = isolateErrors(trackProgress(operation));
		const result = await run(request, context, progress, createRecorders(inputs, client, signal));
		return report({
			operation,
			project,
			url,
			...result,
			cancelled: signal.aborted,
			durationMs: now() - startedAt
		});
	}
	catch (error) {
		return reportFailure(error);
	}
}
function createClient(inputs, signal) {
	const { url, token, headers, proxy, caCertificates, clientCertificate, clientKey } = inputs;
	const http = createHttpClient({
		url,
		token,
		headers,
		proxy: proxy?.href,
		caCertificates,
		clientCertificate,
		clientKey
	});
	const { project, timeoutMs } = inputs;
	return createApinizerClient(http, {
		project,
		timeoutMs,
		signal,
		onDebug: isDebug() ? log_debug : undefined
	});
}
function selectSettings(inputs) {
	const { operation, project, description, persistent, skipIfCurrent } = inputs;
	const { verify, verifyTimeoutMs, timeoutMs, retryTimeoutMs } = inputs;
	return {
		operation,
		project,
		description,
		defaultDescription: describe_run_describeRun(process.env),
		persistent,
		skipIfCurrent,
		verify: operation === 'verify' && verify === 'none' ? 'environment' : verify,
		verifyTimeoutMs,
		timeoutMs,
		retryTimeoutMs,
		minLookupMs
	};
}
function createRecorders(inputs, client, signal) {
	const { operation, githubToken, githubEnvironment, project, skipIfCurrent } = inputs;
	if (githubToken === undefined || (operation !== 'deploy' && operation !== 'undeploy')) {
		return [];
	}
	return [
		isolateErrors(recordGitHubDeployments({
			token: githubToken,
			caCertificates: inputs.caCertificates,
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
module.exports = __webpack_exports__;
})()
;// Built from src/ with SHA-256 b5db8841cf50ac22568dccfcd21cd5d949dce937d128a9be11ca7c9914a89816
