import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
/******/ var __webpack_modules__ = ({

/***/ 2613:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("assert");

/***/ }),

/***/ 4434:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("events");

/***/ }),

/***/ 9896:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("fs");

/***/ }),

/***/ 8611:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("http");

/***/ }),

/***/ 5692:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("https");

/***/ }),

/***/ 9278:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("net");

/***/ }),

/***/ 4589:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:assert");

/***/ }),

/***/ 6698:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:async_hooks");

/***/ }),

/***/ 4573:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:buffer");

/***/ }),

/***/ 7540:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:console");

/***/ }),

/***/ 7598:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:crypto");

/***/ }),

/***/ 3053:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:diagnostics_channel");

/***/ }),

/***/ 610:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:dns");

/***/ }),

/***/ 8474:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:events");

/***/ }),

/***/ 7067:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http");

/***/ }),

/***/ 2467:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http2");

/***/ }),

/***/ 7030:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:net");

/***/ }),

/***/ 643:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:perf_hooks");

/***/ }),

/***/ 1792:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:querystring");

/***/ }),

/***/ 7075:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:stream");

/***/ }),

/***/ 1692:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:tls");

/***/ }),

/***/ 3136:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:url");

/***/ }),

/***/ 7975:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:util");

/***/ }),

/***/ 3429:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:util/types");

/***/ }),

/***/ 5919:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:worker_threads");

/***/ }),

/***/ 8522:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:zlib");

/***/ }),

/***/ 857:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("os");

/***/ }),

/***/ 3193:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("string_decoder");

/***/ }),

/***/ 4756:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("tls");

/***/ }),

/***/ 9023:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("util");

/***/ })

/******/ });
/************************************************************************/
/******/ // The module cache
/******/ var __webpack_module_cache__ = {};
/******/ 
/******/ // The require function
/******/ function __nccwpck_require__(moduleId) {
/******/ 	// Check if module is in cache
/******/ 	var cachedModule = __webpack_module_cache__[moduleId];
/******/ 	if (cachedModule !== undefined) {
/******/ 		return cachedModule.exports;
/******/ 	}
/******/ 	// Create a new module (and put it into the cache)
/******/ 	var module = __webpack_module_cache__[moduleId] = {
/******/ 		// no module.id needed
/******/ 		// no module.loaded needed
/******/ 		exports: {}
/******/ 	};
/******/ 
/******/ 	// Execute the module function
/******/ 	var threw = true;
/******/ 	try {
/******/ 		__webpack_modules__[moduleId].call(module.exports, module, module.exports, __nccwpck_require__);
/******/ 		threw = false;
/******/ 	} finally {
/******/ 		if(threw) delete __webpack_module_cache__[moduleId];
/******/ 	}
/******/ 
/******/ 	// Return the exports of the module
/******/ 	return module.exports;
/******/ }
/******/ 
/******/ // expose the modules object (__webpack_modules__)
/******/ __nccwpck_require__.m = __webpack_modules__;
/******/ 
/************************************************************************/
/******/ /* webpack/runtime/asset-relocator-loader */
/******/ if (typeof __nccwpck_require__ !== 'undefined') __nccwpck_require__.ab = decodeURIComponent(new URL('.', import.meta.url).pathname).slice(import.meta.url.match(/^file:\/\/\/\w:/) ? 1 : 0, -1) + "/";
/******/ 
/******/ /* webpack/runtime/define property getters */
/******/ (() => {
/******/ 	// define getter functions for harmony exports
/******/ 	__nccwpck_require__.d = (exports, definition) => {
/******/ 		for(var key in definition) {
/******/ 			if(__nccwpck_require__.o(definition, key) && !__nccwpck_require__.o(exports, key)) {
/******/ 				Object.defineProperty(exports, key, { enumerable: true, get: definition[key] });
/******/ 			}
/******/ 		}
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/ensure chunk */
/******/ (() => {
/******/ 	__nccwpck_require__.f = {};
/******/ 	// This file contains only the entry chunk.
/******/ 	// The chunk loading function for additional chunks
/******/ 	__nccwpck_require__.e = (chunkId) => {
/******/ 		return Promise.all(Object.keys(__nccwpck_require__.f).reduce((promises, key) => {
/******/ 			__nccwpck_require__.f[key](chunkId, promises);
/******/ 			return promises;
/******/ 		}, []));
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/get javascript chunk filename */
/******/ (() => {
/******/ 	// This function allow to reference async chunks
/******/ 	__nccwpck_require__.u = (chunkId) => {
/******/ 		// return url for filenames based on template
/******/ 		return "" + chunkId + ".index.js";
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/hasOwnProperty shorthand */
/******/ (() => {
/******/ 	__nccwpck_require__.o = (obj, prop) => (Object.prototype.hasOwnProperty.call(obj, prop))
/******/ })();
/******/ 
/******/ /* webpack/runtime/make namespace object */
/******/ (() => {
/******/ 	// define __esModule on exports
/******/ 	__nccwpck_require__.r = (exports) => {
/******/ 		if(typeof Symbol !== 'undefined' && Symbol.toStringTag) {
/******/ 			Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });
/******/ 		}
/******/ 		Object.defineProperty(exports, '__esModule', { value: true });
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/import chunk loading */
/******/ (() => {
/******/ 	// no baseURI
/******/ 	
/******/ 	// object to store loaded and loading chunks
/******/ 	// undefined = chunk not loaded, null = chunk preloaded/prefetched
/******/ 	// [resolve, Promise] = chunk loading, 0 = chunk loaded
/******/ 	var installedChunks = {
/******/ 		792: 0
/******/ 	};
/******/ 	
/******/ 	var installChunk = (data) => {
/******/ 		var {ids, modules, runtime} = data;
/******/ 		// add "modules" to the modules object,
/******/ 		// then flag all "ids" as loaded and fire callback
/******/ 		var moduleId, chunkId, i = 0;
/******/ 		for(moduleId in modules) {
/******/ 			if(__nccwpck_require__.o(modules, moduleId)) {
/******/ 				__nccwpck_require__.m[moduleId] = modules[moduleId];
/******/ 			}
/******/ 		}
/******/ 		if(runtime) runtime(__nccwpck_require__);
/******/ 		for(;i < ids.length; i++) {
/******/ 			chunkId = ids[i];
/******/ 			if(__nccwpck_require__.o(installedChunks, chunkId) && installedChunks[chunkId]) {
/******/ 				installedChunks[chunkId][0]();
/******/ 			}
/******/ 			installedChunks[ids[i]] = 0;
/******/ 		}
/******/ 	
/******/ 	}
/******/ 	
/******/ 	__nccwpck_require__.f.j = (chunkId, promises) => {
/******/ 			// import() chunk loading for javascript
/******/ 			var installedChunkData = __nccwpck_require__.o(installedChunks, chunkId) ? installedChunks[chunkId] : undefined;
/******/ 			if(installedChunkData !== 0) { // 0 means "already installed".
/******/ 	
/******/ 				// a Promise means "currently loading".
/******/ 				if(installedChunkData) {
/******/ 					promises.push(installedChunkData[1]);
/******/ 				} else {
/******/ 					if(true) { // all chunks have JS
/******/ 						// setup Promise in chunk cache
/******/ 						var promise = import("./" + __nccwpck_require__.u(chunkId)).then(installChunk, (e) => {
/******/ 							if(installedChunks[chunkId] !== 0) installedChunks[chunkId] = undefined;
/******/ 							throw e;
/******/ 						});
/******/ 						var promise = Promise.race([promise, new Promise((resolve) => (installedChunkData = installedChunks[chunkId] = [resolve]))])
/******/ 						promises.push(installedChunkData[1] = promise);
/******/ 					}
/******/ 				}
/******/ 			}
/******/ 	};
/******/ 	
/******/ 	// no prefetching
/******/ 	
/******/ 	// no preloaded
/******/ 	
/******/ 	// no external install chunk
/******/ 	
/******/ 	// no on chunks loaded
/******/ })();
/******/ 
/************************************************************************/
var __webpack_exports__ = {};

;// CONCATENATED MODULE: external "node:timers/promises"
const promises_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:timers/promises");
// EXTERNAL MODULE: external "node:http"
var external_node_http_ = __nccwpck_require__(7067);
;// CONCATENATED MODULE: ./lib/apinizer/errors.js
const tlsProblems = {
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'unknown-authority',
  UNABLE_TO_GET_ISSUER_CERT: 'unknown-authority',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'unknown-authority',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'unknown-authority',
  SELF_SIGNED_CERT_IN_CHAIN: 'unknown-authority',
  CERT_UNTRUSTED: 'unknown-authority',
  CERT_SIGNATURE_FAILURE: 'unknown-authority',
  CERT_HAS_EXPIRED: 'expired',
  CERT_NOT_YET_VALID: 'expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'other-host',
  HOSTNAME_MISMATCH: 'other-host'
};
/** Which TLS problem a network error is, or undefined when it is none. */
function tlsProblemOf(error) {
  const code = error.code ?? '';
  if (/^ERR_SSL_.*ALERT.*(CERT|UNKNOWN_CA)/.test(code))
    return 'client-certificate';
  if (code === 'EPROTO')
    return /wrong version number|packet length too long|http request/.test(error.message)
      ? 'not-tls'
      : 'other';
  if (/^(ERR_SSL_|ERR_TLS_|CERT_|INVALID_|PATH_LENGTH)/.test(code))
    return tlsProblems[code] ?? 'other';
  return tlsProblems[code];
}
/** A request that was given up, or lost, when it had come this far. */
function lostAt({ sent, httpStatus, pieces, plain }, ending, detail) {
  return {
    answered: false,
    ending,
    detail,
    sent,
    ...(httpStatus !== undefined && {
      httpStatus,
      ...(plain && { begun: Buffer.concat(pieces).toString() })
    })
  };
}
/**
 * Puts an error that Node raised while a request was under way into our terms.
 * @param reused whether the connection had served a request before, so that its handshake is long past
 */
function noAnswerFrom(error, progress, reused) {
  // Without OpenSSL's numbers and file names, and without Node's advice on its command line.
  const detail = /SSL routines:[^:]*:([^:]+)/.exec(error.message)?.[1] ??
    error.message.replace(/; if the root CA.*$/, '');
  const unsent = { answered: false, detail, sent: false };
  const tlsProblem = tlsProblemOf(error);
  // The lack of a client certificate shows only after our side has finished its handshake and begun to
  // write; the server never came to read. Any other TLS error that late proves nothing.
  const lacksCertificate = error.code === 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED' && !progress.answering && !reused;
  if (tlsProblem !== undefined && (!progress.sent || lacksCertificate))
    return { ...unsent, ending: 'tls', tlsProblem };
  if (error.code === 'ERR_PROXY_TUNNEL')
    return {
      ...unsent,
      ending: 'proxy',
      ...(error.statusCode === undefined ? {} : { httpStatus: error.statusCode })
    };
  if (!progress.sent)
    return { ...unsent, ending: 'refused' };
  if (error.code?.startsWith('HPE_'))
    return lostAt(progress, 'garbled', `The answer is not HTTP (${error.message}).`);
  if (progress.answering)
    return lostAt(progress, 'cut', 'The answer was cut off.');
  // Node gives a hang-up the code of a reset; only a real reset comes from a read or a write.
  const reset = error.code === 'EPIPE' || (error.code === 'ECONNRESET' && error.syscall !== undefined);
  return lostAt(progress, reset ? 'reset' : 'closed', detail);
}

;// CONCATENATED MODULE: ./lib/apinizer/http.js


/** The largest answer that is read, in bytes. */
const largestAnswer = 1024 * 1024;
/** Idle connections are given up before a server's usual 5 s, so that none is reused while it closes. */
const idleMs = 3_000;
/** Opens a line to the Manager: one agent whose connections all requests of a run share. */
function openLine(endpoint) {
  let agent = agentFor(endpoint, false);
  let systemTrusted = false;
  const turns = turnsFor(endpoint.connections);
  const request = async (call) => {
    const askedAt = performance.now();
    if (!(await turns.take(call)))
      return {
        answered: false,
        ending: call.signal.aborted ? 'cancelled' : 'deadline',
        sent: false,
        detail: '',
        startedAt: askedAt,
        endedAt: performance.now()
      };
    // A second answer to the request before would be taken for the answer to this one: Node gives a connection up on
    // which something comes unasked, once it has had the time to read it. Its agent's own queue would not wait for that.
    if (Object.keys({ ...agent.sockets, ...agent.freeSockets }).length > 0)
      await aTurnOfTheEventLoop();
    const startedAt = performance.now();
    const used = agent;
    const reply = {
      ...(await send(endpoint, used, {
        ...call,
        timeoutMs: call.timeoutMs - (startedAt - askedAt)
      })),
      startedAt,
      endedAt: performance.now()
    };
    turns.giveBack();
    if (reply.answered)
      endpoint.onAnswer(reply);
    const remainingMs = call.timeoutMs - (reply.endedAt - askedAt);
    // Reading the system's store takes a third of a second, so it waits until it is needed.
    if (reply.answered || reply.tlsProblem !== 'unknown-authority' || remainingMs <= 0)
      return reply;
    // Another request may have come to this meanwhile.
    if (systemTrusted && used === agent)
      return reply;
    if (!systemTrusted)
      agent = agentFor(endpoint, true);
    systemTrusted = true;
    return request({ ...call, timeoutMs: remainingMs });
  };
  return { request };
}
/** Lets as many calls begin at once as there are connections. `take` gives false to a call that ended before its turn. */
function turnsFor(connections) {
  let free = connections;
  const waiting = new Set();
  return {
    take: ({ signal, timeoutMs }) => {
      if (free === 0)
        return new Promise(resolve => {
          waiting.add(resolve);
          AbortSignal.any([
            signal,
            AbortSignal.timeout(Math.max(0, Math.ceil(timeoutMs)))
          ]).addEventListener('abort', () => {
            if (waiting.delete(resolve))
              resolve(false);
          });
        });
      free -= 1;
      return true;
    },
    giveBack: () => {
      const [next] = waiting;
      if (next === undefined)
        free += 1;
      else if (waiting.delete(next))
        next(true);
    }
  };
}
function agentFor(endpoint, trustSystem) {
  const common = {
    keepAlive: true,
    maxSockets: endpoint.connections,
    timeout: idleMs,
    proxyEnv: { http_proxy: endpoint.proxy, https_proxy: endpoint.proxy }
  };
  if (endpoint.url.protocol === 'http:')
    return new external_node_http_.Agent(common);
  // Loaded here because a plain http run never needs TLS; `import()` of a Node module would cost more.
  const https = process.getBuiltinModule('node:https');
  const tls = process.getBuiltinModule('node:tls');
  // Nodes before 22.15, as on ARM32 runners, know only their built-in list.
  const known = tls.getCACertificates;
  const more = [...endpoint.authorities, ...(trustSystem ? (known?.('system') ?? []) : [])];
  return new https.Agent({
    ...common,
    // Said here so that NODE_TLS_REJECT_UNAUTHORIZED=0 cannot undo it.
    rejectUnauthorized: true,
    ...(more.length > 0 && { ca: [...(known?.('default') ?? tls.rootCertificates), ...more] }),
    ...(endpoint.clientCertificate !== undefined && {
      cert: endpoint.clientCertificate,
      key: endpoint.clientKey
    })
  });
}
/** Long enough for all that has come already to be read: the first half ends the turn in which an answer has just been read. */
async function aTurnOfTheEventLoop() {
  await new Promise(setImmediate);
  await new Promise(setImmediate);
}
function send(endpoint, agent, call) {
  const { url } = endpoint;
  const secure = url.protocol === 'https:';
  const start = secure ? process.getBuiltinModule('node:https').request : external_node_http_.request;
  return new Promise(resolve => {
    const progress = { sent: false, answering: false, pieces: [], plain: true };
    let request;
    const settle = (reply) => {
      clearTimeout(deadline);
      call.signal.removeEventListener('abort', cancel);
      resolve(reply);
      if (!reply.answered)
        request?.destroy();
    };
    const fail = (error) => {
      settle(throughProxy(endpoint, noAnswerFrom(error, progress, request?.reusedSocket === true)));
    };
    const giveUp = (ending) => {
      settle(lostAt(progress, ending, ''));
    };
    const cancel = () => {
      giveUp('cancelled');
    };
    const deadline = setTimeout(() => {
      giveUp('deadline');
    }, call.timeoutMs);
    if (call.signal.aborted) {
      cancel();
      return;
    }
    call.signal.addEventListener('abort', cancel);
    try {
      request = start({
        method: call.method,
        host: url.hostname.replace(/^\[|\]$/g, ''),
        port: url.port,
        // Not built as a URL, which would resolve `..` and climb out of the path.
        path: url.pathname.replace(/\/$/, '') + call.path,
        agent,
        // Else the agent's time for idle connections would also end a proxy's CONNECT.
        timeout: call.timeoutMs + idleMs,
        headers: headersFor(endpoint, call)
      });
    }
    catch (error) {
      fail(error);
      return;
    }
    request.on('socket', socket => {
      whenOpen(socket, () => {
        progress.sent = true;
      });
      socket.once('data', () => {
        progress.answering = true;
      });
    });
    request.on('error', fail);
    request.on('upgrade', (_answer, socket) => {
      socket.destroy();
      settle(garbled('The server switched to another protocol.', progress));
    });
    request.on('response', answer => {
      progress.httpStatus = answer.statusCode ?? 0;
      progress.plain = answer.headers['content-encoding'] === undefined;
      // A proxy refuses plain http with an answer like a server's.
      if (answer.statusCode === 407 && endpoint.proxy !== undefined && !secure)
        settle({
          answered: false,
          ending: 'proxy',
          sent: false,
          detail: 'Proxy Authentication Required',
          httpStatus: 407
        });
      else
        void read(answer, progress).then(settle, fail);
    });
    request.on('close', () => {
      if (progress.httpStatus === undefined)
        fail(new Error('The connection was closed before the answer came.'));
    });
    request.end(call.body);
  });
}
function headersFor(endpoint, call) {
  return {
    accept: 'application/json',
    'cache-control': 'no-cache',
    'accept-encoding': 'identity',
    authorization: `Bearer ${endpoint.token}`,
    'user-agent': 'deploy-api-proxy-group',
    ...(call.body !== undefined && {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(call.body)
    }),
    ...(call.body === undefined && call.method !== 'GET' && { 'content-length': 0 })
  };
}
/** Calls back when the socket takes bytes of the request: at once, when it is open already. */
function whenOpen(socket, opened) {
  // Told by the socket, as a proxy may speak TLS where the URL does not.
  if (socket.secureConnecting === true)
    socket.once('secureConnect', opened);
  else if (socket.connecting)
    socket.once('connect', opened);
  else
    opened();
}
function read(answer, progress) {
  return new Promise((resolve, reject) => {
    let size = 0;
    answer.on('data', (piece) => {
      size += piece.length;
      if (size > largestAnswer)
        resolve(garbled('The answer is larger than 1 MiB.', progress));
      else
        progress.pieces.push(piece);
    });
    answer.on('end', () => {
      const bytes = decode(Buffer.concat(progress.pieces), answer.headers['content-encoding']);
      if (bytes === undefined)
        resolve(garbled('The answer’s compression cannot be read.', progress));
      else
        resolve({
          answered: true,
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          body: bytes.toString('utf8').replace(/^\uFEFF/, '')
        });
    });
    answer.on('error', reject);
  });
}
/** Some gateways compress although asked not to. */
function decode(bytes, encoding = 'identity') {
  if (/^(identity)?$/i.test(encoding.trim()) || bytes.length === 0)
    return bytes;
  const zlib = process.getBuiltinModule('node:zlib');
  const decoders = new Map([
    ['gzip', zlib.gunzipSync],
    ['x-gzip', zlib.gunzipSync],
    ['deflate', zlib.inflateSync],
    ['br', zlib.brotliDecompressSync]
  ]);
  try {
    return decoders.get(encoding.trim().toLowerCase())?.(bytes, { maxOutputLength: largestAnswer });
  }
  catch {
    return undefined;
  }
}
function garbled(detail, progress) {
  return lostAt(progress, 'garbled', detail);
}
/** Behind a proxy, the proxy is what was not reached, and a reset says nothing about the server. */
function throughProxy(endpoint, reply) {
  if (endpoint.proxy === undefined)
    return reply;
  if (reply.ending === 'refused')
    return { ...reply, ending: 'proxy' };
  return reply.ending === 'reset' ? { ...reply, ending: 'closed' } : reply;
}
/** An HTTP header's date, in ms since the epoch; undefined for anything else, as `Date.parse` takes nearly all. */
function readHttpDate(date) {
  return date !== undefined &&
    /^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/.test(date) &&
    !Number.isNaN(Date.parse(date))
    ? Date.parse(date)
    : undefined;
}

;// CONCATENATED MODULE: ./lib/apinizer/json.js
/**
 * Parses JSON. Undefined when the text is none, and when an object has a key twice: `JSON.parse` keeps the last,
 * which may not be the one that says no.
 */
function parseJson(text) {
  try {
    const value = JSON.parse(text);
    return hasKeyTwice(text) ? undefined : value;
  }
  catch {
    return undefined;
  }
}
function hasKeyTwice(json) {
  let objects = 0;
  const open = [];
  const seen = new Set();
  for (const [token, text = '', colon] of json.matchAll(/("(?:[^"\\]+|\\.)*")\s*(:?)|[{}]/g)) {
    if (token === '{')
      open.push((objects += 1));
    else if (token === '}')
      open.pop();
    else if (colon === ':') {
      const key = `${open.at(-1)} ${JSON.parse(text)}`;
      if (seen.has(key))
        return true;
      seen.add(key);
    }
  }
  return false;
}
/** The value's own field, or undefined: never one inherited from a prototype. */
function fieldOf(value, name) {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}
/** The value's own field where it is a text with something in it. */
function textOf(value, name) {
  const field = fieldOf(value, name);
  return typeof field === 'string' && field.trim() !== '' ? field.trim() : undefined;
}
/** True for a JSON object; an array is none. */
function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

;// CONCATENATED MODULE: ./lib/apinizer/responses.js

/**
 * Reads the body of a 200 answer to a deployment or undeployment, in either edition.
 * @param body as it came
 * @param environment the environment asked for; its name is compared exactly
 */
function readDeployment(body, environment) {
  const answer = parseJson(body);
  if (!isObject(answer))
    return { verdict: 'unclear', said: '', pods: [], missing: describeNonJson(body) };
  const deployment = fieldOf(answer, 'deploymentResult');
  const { flags, results } = walk(answer);
  // The first edition has `success` at the top, the current one `status`.
  if (fieldOf(answer, 'success') === undefined && fieldOf(answer, 'status') === undefined)
    flags.push('gap');
  if (deployment !== undefined && fieldOf(deployment, 'success') === undefined)
    flags.push('gap');
  const reading = {
    said: sentencesOf(answer, deployment, results),
    pods: results.flatMap(result => result.pod ?? [])
  };
  const unclear = (missing) => ({
    ...reading,
    verdict: 'unclear',
    missing
  });
  if (flags.includes('no'))
    return { ...reading, verdict: 'denied', missing: '' };
  if (flags.includes('gap'))
    return unclear('Not every part of the answer says that it succeeded.');
  if (results.length === 0)
    return unclear('The answer holds no result for any environment.');
  if (!results.some(result => (result.environment ?? environment) === environment))
    return unclear('The answer holds results for other environments only.');
  return { ...reading, verdict: 'confirmed', missing: '' };
}
const resultLists = ['environmentResults', 'detailList'];
/**
 * Every success flag of an answer, wherever it stands, and every result at whatever depth. Without recursion, as a
 * server may nest them deeper than a stack goes.
 */
function walk(answer) {
  const flags = [];
  const results = [];
  const found = [{ value: answer, place: 'answer', within: undefined }];
  for (const { value, place, within } of found) {
    const names = [fieldOf(value, 'environmentName'), fieldOf(value, 'envName')].filter(name => name !== undefined && name !== null);
    const environment = names.length === 0 ? within : typeof names[0] === 'string' ? names[0] : '';
    if (place === 'result' && names.some(name => name !== names[0]))
      flags.push('gap');
    const success = fieldOf(value, 'success');
    if (place === 'result' || success !== undefined)
      flags.push(success === true ? 'yes' : success === false ? 'no' : 'gap');
    if (place === 'result')
      results.push({
        environment,
        message: textOf(value, 'message') ?? textOf(value, 'detail'),
        pod: podOf(value),
        succeeded: success === true
      });
    flags.push(...statusFlags(value, place));
    if (place !== 'elsewhere' && carriesError(value))
      flags.push('no');
    if (typeof value !== 'object' || value === null)
      continue;
    for (const [name, inner] of Object.entries(value)) {
      if (place !== 'elsewhere' && resultLists.includes(name) && inner !== null) {
        if (Array.isArray(inner))
          for (const item of inner)
            found.push({ value: item, place: 'result', within: environment });
        else
          flags.push('gap');
      }
      else if (typeof inner === 'object') {
        found.push({
          value: inner,
          place: place === 'answer' && name === 'deploymentResult' ? 'deploymentResult' : 'elsewhere',
          within: environment
        });
      }
    }
  }
  return { flags, results };
}
/** A failure says no wherever it stands; anything but SUCCESS is a gap where the documentation has flags. */
function statusFlags(value, place) {
  const status = fieldOf(value, 'status');
  if (isFailure(status))
    return ['no'];
  if (status === undefined || place === 'elsewhere')
    return [];
  return [status === 'SUCCESS' ? 'yes' : 'gap'];
}
/** The documented `FAILURE`, and what else a server may call it. */
function isFailure(status) {
  return typeof status === 'string' && /^(fail|error)/i.test(status);
}
/** True when an object says of itself, in either edition's words, that it failed, or does not quite say that it did not. */
function isContradicted(value) {
  return ((fieldOf(value, 'success') ?? true) !== true ||
    isFailure(fieldOf(value, 'status')) ||
    carriesError(value));
}
function carriesError(value) {
  const errors = ['error', 'error_description', 'validation_errors'].map(name => fieldOf(value, name));
  return errors.some(error => error !== undefined &&
    error !== null &&
    error !== '' &&
    error !== false &&
    !(Array.isArray(error) && error.length === 0));
}
function podOf(item) {
  const name = textOf(item, 'podName');
  const ip = textOf(item, 'podIp');
  if (name === undefined && ip === undefined)
    return undefined;
  const durationMs = fieldOf(item, 'responseTime');
  return {
    name: name ?? '',
    ip: ip ?? '',
    success: fieldOf(item, 'success') === true,
    message: textOf(item, 'detail') ?? textOf(item, 'message') ?? '',
    ...(typeof durationMs === 'number' && Number.isFinite(durationMs) && { durationMs })
  };
}
/** What the failed results say, behind the sentence above them; where none failed, what the results say, else that sentence. */
function sentencesOf(answer, deployment, results) {
  const failed = results.filter(result => !result.succeeded);
  const failures = failed.map(({ pod, message }) => pod === undefined ? message : `${pod.name || pod.ip}: ${message ?? 'failed'}`);
  const successes = results.filter(result => result.pod === undefined).map(result => result.message);
  const above = [
    sentenceOf(answer),
    textOf(deployment, 'message') ?? textOf(deployment, 'resultMessage')
  ];
  return failed.length > 0 ? joined([...above, ...failures]) : joined(successes) || joined(above);
}
/** The server's own sentence in an answer's top level, with its validation errors; empty when it has none. */
function sentenceOf(answer) {
  const main = textOf(answer, 'error_description') ??
    textOf(answer, 'resultMessage') ??
    textOf(answer, 'message') ??
    textOf(answer, 'detail') ??
    textOf(answer, 'error');
  const validation = fieldOf(answer, 'validation_errors');
  const errors = Array.isArray(validation)
    ? validation.map(error => joined([textOf(error, 'field'), textOf(error, 'message')], ': '))
    : [];
  return joined([main, ...errors]);
}
function joined(parts, by = '; ') {
  return [...new Set(parts.filter(part => part !== undefined && part !== ''))].join(by);
}
/** The server's own sentence in the body of an error answer; empty when it is no JSON or has none. */
function readError(body) {
  return sentenceOf(parseJson(body));
}
/** True for the documented error of either edition, whole: many gateways send some `error` or `status` as JSON, too. */
function isManagersFailure(body) {
  const answer = parseJson(body);
  const firstEdition = /^[a-z_]+$/.test(textOf(answer, 'error') ?? '') &&
    textOf(answer, 'error_description') !== undefined;
  return (firstEdition ||
    (fieldOf(answer, 'status') === 'FAILURE' && textOf(answer, 'resultMessage') !== undefined));
}
/** True for a gateway's text, in whatever form, that holds a no of the Manager's. */
function holdsNo(text) {
  return (/success.{0,12}false|status\W{1,12}(?:fail|error)|error_description/is.test(text) ||
    text.includes('FAILURE'));
}
/** True for what came of a cut answer when nothing in it may say anything but yes; what is escaped may. */
function beganWell(text) {
  return !/"success"\s*:(?!\s*true\b)|"status"\s*:(?!\s*"SUCCESS")|false|fail|error|\\/i.test(text);
}
/** What a body is that is no JSON object, in our words. */
function describeNonJson(body) {
  if (body.trim() === '')
    return 'The answer is empty.';
  if (/^\s*<(!doctype|html|head|body|\?xml)/i.test(body))
    return 'The answer is an HTML page, not the Manager’s JSON.';
  return parseJson(body) === undefined
    ? 'The answer is not whole JSON, or has a key twice.'
    : 'The answer is not the Manager’s JSON.';
}
/** A reply in a few words; quotes the server. */
function describeReply(reply) {
  if (!reply.answered)
    return reply.detail || reply.ending;
  const said = readError(reply.body);
  return `${reply.status}${said === '' ? '' : `: ${said}`}`;
}
/**
 * True for the answer of a gateway that had passed the request on and got no answer: nobody knows what the
 * Manager did. 520 to 524 are Cloudflare's; Envoy says 503 also of a connection that broke after that.
 */
function isGatewaysGuess({ status, headers, body }) {
  const byStatus = status === 502 ||
    status === 504 ||
    (status >= 520 && status <= 524) ||
    (status === 503 && /envoy/i.test(String(headers.server)));
  return byStatus && !isManagersFailure(body);
}

;// CONCATENATED MODULE: ./lib/apinizer/retry.js




const firstPauseMs = 500;
const longestPauseMs = 30_000;
/**
 * Sends a call, again only after what by its meaning changed nothing: no connection came about, or the
 * server asked for a pause. A GET changes nothing anyhow, so it is also sent again when its answer was lost.
 * A pause that does not fit the deadline is not begun. Says how many of the tries are left.
 */
async function sendWithRetries(line, call, policy) {
  const endsAt = performance.now() + policy.timeoutMs;
  let answer;
  for (let tries = 0;; tries += 1) {
    const reply = await line.request({
      ...call,
      timeoutMs: endsAt - performance.now(),
      signal: policy.signal
    });
    const triesLeft = policy.retries - tries;
    if (reply.answered)
      answer = reply;
    // What was answered before tells more than a try of which nothing left.
    const telling = reply.answered || reply.sent ? reply : (answer ?? reply);
    if (triesLeft <= 0 || !mayTryAgain(reply, call.method))
      return { ...telling, triesLeft };
    const pauseMs = reply.answered
      ? (askedPauseMs(reply, Date.now()) ?? backoffMs(tries))
      : backoffMs(tries);
    if (performance.now() + pauseMs >= endsAt)
      return { ...telling, triesLeft };
    policy.onPause({ reply, pauseMs, triesLeft });
    try {
      await (0,promises_namespaceObject.setTimeout)(pauseMs, undefined, { signal: policy.signal });
    }
    catch {
      return { ...telling, triesLeft };
    }
  }
}
function mayTryAgain(reply, method) {
  if (reply.answered) {
    if (method !== 'GET' && isGatewaysGuess(reply))
      return false;
    if (reply.status === 429)
      return true;
    if (reply.status === 503 && askedPauseMs(reply, Date.now()) !== undefined)
      return true;
    return method === 'GET' && [502, 503, 504].includes(reply.status);
  }
  if (reply.ending === 'refused' || (reply.ending === 'proxy' && reply.httpStatus === undefined))
    return true;
  return method === 'GET' && ['reset', 'closed', 'cut'].includes(reply.ending);
}
/**
 * How long the server asked us to wait, from `Retry-After` (seconds or a date) or `retry_after` (seconds) in the body.
 * @param now our clock, ms since the epoch; a date is read against the server's own `Date` where it sends one
 */
function askedPauseMs(answer, now) {
  const header = answer.headers['retry-after']?.trim();
  if (header !== undefined && /^\d+$/.test(header))
    return Number(header) * 1000;
  const until = readHttpDate(header);
  if (until !== undefined)
    return Math.max(0, until - (readHttpDate(answer.headers.date) ?? now));
  const seconds = fieldOf(parseJson(answer.body), 'retry_after');
  return typeof seconds === 'number' && seconds >= 0 ? seconds * 1000 : undefined;
}
/** Doubles with each try; the jitter keeps parallel targets from coming back all at once. */
function backoffMs(tries) {
  return Math.min(longestPauseMs, firstPauseMs * 2 ** tries) * (0.5 + Math.random() / 2);
}

;// CONCATENATED MODULE: ./lib/apinizer/client.js

/**
 * The Management API of one project: a method an endpoint, each giving the reply as it came.
 * @param line from `openLine`
 * @param policy what `sendWithRetries` may do with each call
 */
function managerAt(line, project, policy) {
  const base = `/apiops/projects/${encodeURIComponent(project)}`;
  const groupPath = (group) => `${base}/apiProxyGroups/${encodeURIComponent(group)}`;
  const deploymentPath = (group, environment) => `${groupPath(group)}/environments/${encodeURIComponent(environment)}/`;
  const get = (path, limits = {}) => sendWithRetries(line, { method: 'GET', path }, { ...policy, ...limits });
  return {
    deploy: (group, environment, note, retries) => sendWithRetries(line, { method: 'POST', path: deploymentPath(group, environment), body: bodyOf(note) }, { ...policy, retries }),
    undeploy: (group, environment, note, retries) => sendWithRetries(line, { method: 'DELETE', path: deploymentPath(group, environment), body: bodyOf(note) }, { ...policy, retries }),
    /** The environments that the group has a deploy record for. */
    environmentsOf: (group, limits) => get(`${groupPath(group)}/environments/`, limits),
    /** All environments of the project. */
    environments: () => get(`${base}/environments/`),
    deployHistory: (group, limits) => get(`${groupPath(group)}/deploy-histories/`, limits),
    /** The API Proxies of the group. */
    members: (group, limits) => get(`${groupPath(group)}/proxies/forpromotion`, limits),
    routeHealth: (proxy, environment, limits) => get(`${base}/apiProxies/${encodeURIComponent(proxy)}/environments/${encodeURIComponent(environment)}/route-health/`, limits),
    /** Needs no token and changes nothing: shows whether a connection is accepted at all. */
    health: (limits) => get('/apiops/test/healthcheck', limits)
  };
}
/** No body unless there is something to say: the first API edition accepts none. */
function bodyOf(note) {
  return note.description === undefined && note.persistent === undefined
    ? undefined
    : JSON.stringify(note);
}

;// CONCATENATED MODULE: ./lib/apinizer/lists.js


/** A longer one is none that anybody calls, and there may be thousands. */
const longestAddress = 2_000;
/** The `resultList` of a 200 answer that says that it succeeded; undefined when there is none, not the whole of it, it is old, or anything in it says otherwise. */
function resultList(reply) {
  // With an age it is a cache's, and tells how things were.
  if (!reply.answered || reply.status !== 200 || Number(reply.headers.age ?? 0) !== 0)
    return undefined;
  const answer = parseJson(reply.body);
  const list = fieldOf(answer, 'resultList');
  const { status = 'SUCCESS', success = true } = isObject(answer) ? answer : {};
  const succeeded = status === 'SUCCESS' &&
    success === true &&
    (fieldOf(answer, 'status') ?? fieldOf(answer, 'success')) !== undefined;
  if (!succeeded || !Array.isArray(list) || [answer, ...list].some(isContradicted))
    return undefined;
  return (fieldOf(answer, 'resultCount') ?? list.length) === list.length ? list : undefined;
}
/** The items of a list, each read by `read`; undefined when the list is none or an item cannot be read. */
function readAll(reply, read) {
  const items = resultList(reply)?.map(read);
  return items?.every(item => item !== undefined) === true ? items : undefined;
}
/** The environments the group has a deploy record for, in either edition; undefined when the answer does not tell. */
function readListedEnvironments(reply) {
  const environments = readAll(reply, item => {
    const name = nameOf(item);
    const deployed = fieldOf(item, 'deployed');
    const redeploy = fieldOf(item, 'redeployRequired');
    const status = fieldOf(item, 'status');
    const accessUrl = textOf(item, 'accessUrl');
    const agreeing = deployed === true
      ? [undefined, 'PUBLISHED', 'REPUBLISH_REQUIRED']
      : [undefined, 'UNPUBLISHED'];
    if (name === undefined || typeof deployed !== 'boolean')
      return undefined;
    return {
      name,
      deployed: agreeing.includes(status) ? deployed : undefined,
      redeployRequired: status === 'REPUBLISH_REQUIRED'
        ? true
        : typeof redeploy === 'boolean'
          ? redeploy
          : undefined,
      type: textOf(item, 'type'),
      accessUrl: accessUrl === undefined || accessUrl.length > longestAddress ? undefined : accessUrl
    };
  });
  return new Set(environments?.map(({ name }) => name)).size === environments?.length
    ? environments
    : undefined;
}
/** The `name` of each item: a project's environments, a group's API Proxies. Undefined when the answer does not tell. */
function readNames(reply) {
  return readAll(reply, item => {
    const name = nameOf(item);
    // It becomes part of a path.
    return name?.isWellFormed() === true && name !== '.' && name !== '..' ? name : undefined;
  });
}
/** The name of an item, which the editions write under different keys; undefined when they disagree. */
function nameOf(item) {
  const names = [textOf(item, 'name'), textOf(item, 'environmentName')].filter(name => name !== undefined);
  return new Set(names).size === 1 ? names[0] : undefined;
}
/** The records of the deploy history; undefined when the server keeps none or its answer does not tell. */
function readHistory(reply) {
  return readAll(reply, item => {
    const revision = fieldOf(item, 'revision');
    const environment = textOf(item, 'environment');
    const deploy = fieldOf(item, 'deploy');
    if (!Number.isSafeInteger(revision) || environment === undefined || typeof deploy !== 'boolean')
      return undefined;
    return {
      revision: revision,
      environment,
      deploy,
      description: textOf(item, 'description') ?? '',
      date: spanOf(textOf(item, 'date') ?? '')
    };
  });
}
/** When a date may have been: servers leave out seconds and fractions, or fill them with zeros; without a zone it could be any. */
function spanOf(date) {
  const parts = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?<seconds>:\d\d(?:\.(?<fraction>\d+))?)?(?:Z|[+-]\d\d:?\d\d)$/.exec(date)?.groups;
  const from = Date.parse(date);
  if (parts === undefined || Number.isNaN(from))
    return { from: -Infinity, to: Infinity };
  const digits = (parts.fraction ?? '').replace(/0+$/, '').length;
  return {
    from,
    to: from + (parts.seconds === undefined ? 60_000 : Math.max(1, 1_000 / 10 ** digits))
  };
}
/**
 * What `route-health` finds wrong, with the pods' names, the server's words among ours: nothing only when
 * every pod answered and every one of them serves every route. Undefined when the answer does not tell.
 */
function readRouteProblems(reply) {
  const routes = resultList(reply);
  return routes?.length === 0 ? ['the server lists no route'] : routes?.flatMap(problemsOfRoute);
}
function problemsOfRoute(route) {
  const problems = [];
  const responded = fieldOf(route, 'podsResponded');
  const pods = fieldOf(route, 'pods');
  if (typeof responded !== 'number' || responded < 1 || !Array.isArray(pods) || pods.length === 0)
    return ['no worker pod answered'];
  for (const pod of pods) {
    const name = textOf(pod, 'podName') ?? textOf(pod, 'workerPodIp') ?? 'a worker pod';
    const error = fieldOf(pod, 'error') ?? '';
    if (error !== '')
      problems.push(`${name} could not be asked${typeof error === 'string' ? `: ${error}` : ''}`);
    else if (fieldOf(pod, 'routeActive') !== true || isContradicted(pod))
      problems.push(`${name} does not serve it yet`);
  }
  if (problems.length > 0)
    return problems;
  if (fieldOf(route, 'podsActive') !== responded || pods.length < responded)
    problems.push('not every worker pod that answered serves it');
  if (fieldOf(route, 'routeActive') !== true)
    problems.push('its route is not active');
  if ((fieldOf(route, 'inconsistent') ?? false) !== false)
    problems.push('the worker pods disagree');
  if ((fieldOf(route, 'deployedInManager') ?? true) !== true)
    problems.push('the Manager does not list it as deployed');
  return problems;
}

;// CONCATENATED MODULE: ./lib/reasons.js
/** What a table calls an outcome: its reason, or for a check what it found. */
function labelOf({ status, reason }) {
  if (reason === 'checked')
    return status === 'current' ? 'Current' : 'Ready to deploy';
  return `${status === 'unknown' ? 'Unknown: ' : ''}${reasons[reason].label}`;
}
const permissions = 'API_MANAGEMENT with MANAGE and DEPLOY_UNDEPLOY (older servers: ROLE_MANAGE_PROXY_GROUPS and ROLE_DEPLOY_UNDEPLOY_PROXIES)';
/** Every reason with its label and its remedy. What TLS, a proxy, a redirect or a check needs is said where it is judged. */
const reasons = {
  deployed: { label: 'Deployed', remedy: '' },
  undeployed: { label: 'Undeployed', remedy: '' },
  current: { label: 'Current', remedy: '' },
  checked: { label: 'Checked', remedy: '' },
  'not-attempted': { label: 'Not attempted', remedy: '' },
  cancelled: {
    label: 'Cancelled',
    remedy: 'Nothing was undone, and the server may go on with what it was sent: look at the environment in the Apinizer Manager.'
  },
  rejected: {
    label: 'Rejected',
    remedy: `Check the names (they are case-sensitive), and that the token’s user has access to project and environment and may deploy there: ${permissions}.`
  },
  unauthorized: {
    label: 'Token refused',
    remedy: 'Make a new token in the Apinizer Manager under My Profile, Personal API Access Tokens, and store it in the secret that the `token` input reads.'
  },
  forbidden: {
    label: 'Not permitted',
    remedy: `Give the token’s user access to the project and the environment, and ${permissions}. If the answer is not Apinizer’s, a gateway in front of it refused the request.`
  },
  'not-found': {
    label: 'Not found',
    remedy: 'Check the names of project, group and environment (they are case-sensitive), and that `url` is the address of the Apinizer Manager, with its path prefix where it has one.'
  },
  conflict: {
    label: 'Conflict',
    remedy: 'Another change of the same group may be under way: wait for it, then run this job again.'
  },
  'rate-limited': {
    label: 'Rate limited',
    remedy: 'The server asked for a pause: raise `retries` or `timeout`, lower `max-parallel`, or run this job again later.'
  },
  'server-error': {
    label: 'Server error',
    remedy: 'Look into the log of the Apinizer Manager, or of the gateway in front of it, at this time.'
  },
  'deployment-failed': {
    label: 'Failed',
    remedy: 'Look at the group and the environment’s worker pods in the Apinizer Manager, then run this job again.'
  },
  'unexpected-response': {
    label: 'Answer not understood',
    remedy: 'The deployment was not confirmed. Check that `url` is the address of the Apinizer Manager and not of a login page or a portal, and look at the group’s deploy history in the Manager.',
    page: 'answers-that-are-not-the-managers'
  },
  redirected: {
    label: 'Redirected',
    remedy: 'Redirects are never followed, so that the token goes nowhere else.',
    page: 'redirects'
  },
  timeout: {
    label: 'No answer in time',
    remedy: 'Raise `timeout` if deployments take this long.',
    page: 'deadlines'
  },
  'connection-failed': {
    label: 'No connection',
    remedy: 'Nothing was sent. Check `url`, and that the runner can reach that host and port.',
    page: 'no-connection'
  },
  'connection-lost': {
    label: 'Connection lost',
    remedy: 'Look at the group’s deploy history in the Apinizer Manager before you run this job again.',
    page: 'lost-answers'
  },
  tls: {
    label: 'Certificate or TLS',
    remedy: 'Nothing was sent: the TLS connection was not accepted.',
    page: 'certificates'
  },
  'not-verified': {
    label: 'Not verified',
    remedy: 'Look at the environment’s worker pods in the Apinizer Manager; raise `verify-timeout` if they need longer. Servers before 2026.09 cannot tell which routes are served: use `verify: environment` there.'
  }
};

;// CONCATENATED MODULE: ./lib/verdict.js


/**
 * Judges the reply to a deployment or undeployment of one environment. Fails closed.
 * @param done the reason of a success
 */
function judge(reply, environment, done) {
  if (!reply.answered)
    return judgeNoAnswer(reply);
  if (reply.status !== 200)
    return judgeRefusal(reply);
  const { verdict, said, pods, missing } = readDeployment(reply.body, environment);
  const findings = { said, pods, httpStatus: reply.status };
  switch (verdict) {
    case 'confirmed':
      return {
        ...findings,
        status: 'succeeded',
        reason: done,
        told: said === '' ? confirmation(pods.length) : ''
      };
    case 'denied':
      return {
        ...findings,
        status: 'failed',
        reason: 'deployment-failed',
        told: verdict_joined(podTally(pods), reasons['deployment-failed'].remedy)
      };
    case 'unclear':
      return {
        ...findings,
        status: 'unknown',
        reason: 'unexpected-response',
        told: verdict_joined(missing, reasons['unexpected-response'].remedy)
      };
  }
}
function confirmation(pods) {
  return pods === 0
    ? 'The server confirmed it.'
    : `The server confirmed it for ${pods} worker pod${pods === 1 ? '' : 's'}.`;
}
function podTally(pods) {
  const failed = pods.filter(pod => !pod.success).length;
  return failed === 0 ? '' : `${failed} of ${pods.length} worker pods failed.`;
}
const byStatus = {
  400: 'rejected',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not-found',
  409: 'conflict',
  422: 'rejected',
  429: 'rate-limited'
};
/** The reason for an answer that is no 200. */
function reasonOfStatus(status) {
  if (status >= 300 && status < 400)
    return 'redirected';
  return (byStatus[status] ??
    (status >= 500 ? 'server-error' : status >= 400 ? 'rejected' : 'unexpected-response'));
}
/** For what Apinizer's reference does not list, such as 405, 408 or 413. */
const oddRefusal = 'Rather a gateway’s refusal than the Manager’s: check `url`, and look into the gateway’s log.';
/**
 * Judges an answer that is no 200: a refusal, a redirect, a gateway's answer, or a 2xx that confirms nothing.
 * @param remedies what to do about a refusal, where it is not what one does about a refused deployment
 */
function judgeRefusal(answer, remedies = {}) {
  const { status, body } = answer;
  const reason = reasonOfStatus(status);
  const said = readError(body);
  const findings = { said, httpStatus: status };
  const remedy = reason === 'rejected' && status !== 400 && status !== 422
    ? oddRefusal
    : (remedies[reason] ?? reasons[reason].remedy);
  const told = verdict_joined(said === '' ? `The server answered ${status}. ${describeNonJson(body)}` : '', remedy);
  if (status < 300)
    return { ...findings, status: 'unknown', reason, told };
  if (reason === 'redirected')
    return judgeRedirect(answer);
  // A gateway that got no answer from the Manager does not know what the Manager did.
  if (isGatewaysGuess(answer))
    return {
      ...findings,
      status: 'unknown',
      reason,
      told: verdict_joined(`A gateway answered ${status}: it had no answer from the Manager, which may have carried the request out.`, reasons['connection-lost'].remedy)
    };
  return { ...findings, status: 'failed', reason, told };
}
function judgeRedirect({ status, headers: { location } }) {
  const { remedy } = reasons.redirected;
  if (location === undefined)
    return {
      status: 'failed',
      reason: 'redirected',
      httpStatus: status,
      said: '',
      told: `The server answered ${status}, a redirect without a target. ${remedy} Check \`url\`.`
    };
  const base = location.replace(/\/apiops\/.*$/s, '');
  const advice = base !== location && /^https?:/i.test(base)
    ? `Redirect to ${location}: set url to ${base}`
    : `Redirect to ${location}`;
  return {
    status: 'failed',
    reason: 'redirected',
    httpStatus: status,
    said: advice,
    told: `${remedy} Set \`url\` to the Manager’s own address, if you trust that one.`
  };
}
const proxyRemedy = 'Check https_proxy (or http_proxy) and no_proxy on the runner.';
const tlsRemedies = {
  'unknown-authority': 'The server’s certificate is signed by an authority that this runner does not know. Give that authority’s certificate (PEM, or the path of a file) in `ca-certificate`.',
  expired: 'The server’s certificate has expired or is not valid yet. Renew it on the server, and check the runner’s clock.',
  'other-host': 'The server’s certificate is for another host name. Set `url` to a name that the certificate holds.',
  'client-certificate': 'The server did not accept our side’s certificate. Set `client-certificate` and `client-key` to a pair that the server trusts.',
  'not-tls': 'The port does not speak TLS. Check scheme and port of `url`.',
  other: 'The TLS handshake failed. Check `url`, `ca-certificate`, `client-certificate` and `client-key`.'
};
/** Judges a request that ended without a whole answer: `failed` when nothing was sent, else `unknown`. */
function judgeNoAnswer(reply) {
  const findings = {
    said: reply.detail,
    ...(reply.httpStatus !== undefined && { httpStatus: reply.httpStatus })
  };
  const status = reply.sent ? 'unknown' : 'failed';
  switch (reply.ending) {
    case 'refused':
      return {
        ...findings,
        status,
        reason: 'connection-failed',
        told: reasons['connection-failed'].remedy
      };
    case 'proxy':
      return {
        ...findings,
        status,
        reason: 'connection-failed',
        told: `The proxy did not connect us to the server${reply.httpStatus === 407 ? ': it wants other credentials, or any' : ', or could not be reached'}. Nothing was sent. ${proxyRemedy}`
      };
    case 'tls':
      return {
        ...findings,
        status,
        reason: 'tls',
        told: `Nothing was sent. ${tlsRemedies[reply.tlsProblem ?? 'other']}`
      };
    case 'deadline':
      return {
        ...findings,
        status,
        reason: 'timeout',
        told: reply.sent
          ? `No whole answer came within \`timeout\`; the server may still be working on it. ${reasons['connection-lost'].remedy} ${reasons.timeout.remedy}`
          : 'No connection came about within `timeout`, and nothing was sent. Check `url`, the proxy’s settings, and that the runner can reach that host and port.'
      };
    case 'cancelled':
      return reply.sent
        ? { ...findings, status, reason: 'cancelled', told: reasons.cancelled.remedy }
        : {
          ...findings,
          status: 'not-attempted',
          reason: 'cancelled',
          told: 'Nothing was sent: the workflow run was cancelled.'
        };
    case 'garbled':
      return {
        ...findings,
        status,
        reason: 'unexpected-response',
        told: reasons['unexpected-response'].remedy
      };
    case 'reset':
    case 'closed':
    case 'cut':
      return {
        ...findings,
        status,
        reason: 'connection-lost',
        told: `The connection was lost before the whole answer came. ${reasons['connection-lost'].remedy}`
      };
  }
}
function verdict_joined(...sentences) {
  return sentences.filter(Boolean).join(' ');
}

;// CONCATENATED MODULE: ./lib/check.js



/** Listings that remember what the Manager answered. */
function listingsFrom(manager) {
  const byGroup = new Map();
  let ofProject;
  return {
    environmentsOf: group => {
      const asked = byGroup.get(group) ?? manager.environmentsOf(group);
      byGroup.set(group, asked);
      return asked;
    },
    environments: () => (ofProject ??= manager.environments())
  };
}
/** Looks, changing nothing, whether a target could be deployed and whether that would change anything. */
async function check(listings, target) {
  const reply = await listings.environmentsOf(target.group);
  if (!reply.answered)
    return failed(judgeNoAnswer(reply));
  if (reply.status !== 200)
    return failed(judgeRefusal(reply, viewRemedies));
  const environments = readListedEnvironments(reply);
  const listed = environments?.find(({ name }) => name === target.environment);
  const findings = {
    said: '',
    httpStatus: 200,
    ...(listed?.deployed === true &&
      listed.accessUrl !== undefined && { accessUrl: listed.accessUrl })
  };
  const pending = (told) => ({
    ...findings,
    status: 'pending',
    reason: 'checked',
    told
  });
  const unreadable = ({ body }, list) => ({
    said: readError(body),
    httpStatus: 200,
    status: 'failed',
    reason: 'unexpected-response',
    told: `The Manager’s list of ${list} could not be understood. ${wrongAddress}`
  });
  if (environments === undefined)
    return unreadable(reply, 'environments');
  if (listed !== undefined) {
    if (listed.deployed === undefined)
      return pending('Listed in a state that is not known; a deployment may change it.');
    if (!listed.deployed)
      return pending('Not deployed now; a deployment would put it live.');
    if (listed.redeployRequired === false)
      return {
        ...findings,
        status: 'current',
        reason: 'checked',
        told: 'Deployed, and a deployment would change nothing.'
      };
    return pending(listed.redeployRequired
      ? 'Deployed, and a deployment would change it.'
      : 'Deployed; this server does not tell whether a deployment would change it.');
  }
  const known = await listings.environments();
  if (!known.answered)
    return failed(judgeNoAnswer(known));
  if (known.status !== 200)
    return failed(judgeRefusal(known, viewRemedies));
  const names = readNames(known);
  if (names === undefined)
    return unreadable(known, 'the project’s environments');
  if (names.includes(target.environment))
    return pending('Never deployed there; a deployment would put it live.');
  return {
    ...findings,
    status: 'failed',
    reason: 'not-found',
    told: 'The project has no environment of this name. Check `environment`; names are case-sensitive.'
  };
}
const wrongAddress = 'Check that `url` is the address of the Apinizer Manager and not of a login page or a portal.';
const viewRemedies = {
  rejected: 'Check the names (they are case-sensitive), and that the token’s user has access to the project and may look there: API_MANAGEMENT with VIEW.',
  forbidden: 'Give the token’s user access to the project, and API_MANAGEMENT with VIEW. If the answer is not Apinizer’s, a gateway in front of it refused the request.'
};
const lostAnswers = {
  timeout: 'No whole answer came within `timeout`. A check changes nothing: run this job again, or raise `timeout`.',
  'connection-lost': 'The connection was lost before the whole answer came. A check changes nothing: run this job again.',
  'server-error': 'A gateway answered that it had no answer from the Manager. A check changes nothing: run this job again.',
  'unexpected-response': `The answer tells nothing. ${wrongAddress}`,
  cancelled: 'The workflow run was cancelled. A check changes nothing.'
};
/** A check changes nothing, so a lost answer leaves nothing unknown: the check failed. */
function failed(judgement) {
  return judgement.status === 'unknown'
    ? { ...judgement, status: 'failed', told: lostAnswers[judgement.reason] ?? judgement.told }
    : judgement;
}

;// CONCATENATED MODULE: ./lib/outcome.js
/** Worker pods with the failed ones first, otherwise in their order. */
function failedFirst(pods) {
  return pods.toSorted((one, other) => Number(one.success) - Number(other.success));
}
/** True for what needs nothing more: the only statuses that count as green. */
function isGreen(outcome) {
  return (outcome.status === 'succeeded' || outcome.status === 'current' || outcome.status === 'pending');
}
/** The server's words and ours as one text; untrusted, as it quotes the server. */
function messageOf(outcome) {
  const { told } = outcome;
  const said = outcome.said.trim();
  return said === '' || told === ''
    ? said || told
    : `${said}${/[.!?]$/.test(said) ? '' : '.'} ${told}`;
}
/** An outcome for a target to which nothing was sent. */
function notAttempted(target, reason) {
  const told = reason === 'cancelled'
    ? 'Nothing was sent: the workflow run was cancelled before its turn.'
    : 'Nothing was sent: an earlier environment did not fully succeed.';
  return { target, durationMs: 0, status: 'not-attempted', reason, said: '', told };
}
/** The overall result. No outcome at all is a failure: nothing has been shown to work. */
function overallResult(outcomes, cancelled) {
  if (cancelled)
    return 'cancelled';
  if (outcomes.some(outcome => outcome.status === 'unknown'))
    return 'unknown';
  const green = outcomes.filter(isGreen).length;
  if (green === 0)
    return 'failure';
  return green === outcomes.length ? 'success' : 'partial';
}
/** Names of the environments on which not every group is green, each once, in plan order. */
function failedEnvironments(outcomes) {
  return [
    ...new Set(outcomes.filter(outcome => !isGreen(outcome)).map(outcome => outcome.target.environment))
  ];
}
/** How many outcomes there are of each status. */
function countByStatus(outcomes) {
  const counts = { succeeded: 0, current: 0, pending: 0, failed: 0, unknown: 0, 'not-attempted': 0 };
  for (const { status } of outcomes)
    counts[status] += 1;
  return counts;
}

;// CONCATENATED MODULE: ./lib/deploy.js

/**
 * Carries a plan out, wave by wave.
 * @param run carries out one target
 * @returns exactly one outcome a target, in the order of the plan
 */
async function deploy(plan, run, conditions, observers) {
  const outcomes = [];
  let stopped = false;
  for (const wave of plan) {
    if (stopped || conditions.signal.aborted) {
      outcomes.push(...wave.targets.map(target => notAttempted(target, conditions.signal.aborted ? 'cancelled' : 'not-attempted')));
      continue;
    }
    for (const observer of observers)
      await observer.waveStarts?.(wave);
    const ended = await carryOutWave(wave, run, conditions, observers);
    for (const observer of observers)
      await observer.waveEnded?.(wave, ended);
    outcomes.push(...ended);
    stopped = conditions.failFast && !ended.every(isGreen);
  }
  return outcomes;
}
async function carryOutWave(wave, run, { maxParallel, signal }, observers) {
  const outcomes = wave.targets.map(target => notAttempted(target, 'cancelled'));
  const waiting = wave.targets.entries();
  const worker = async () => {
    for (const [index, target] of waiting) {
      if (signal.aborted)
        return;
      const outcome = await run(target);
      outcomes[index] = outcome;
      for (const observer of observers)
        observer.targetEnded?.(outcome, wave);
    }
  };
  await Promise.all(Array.from({ length: Math.min(maxParallel, wave.targets.length) }, worker));
  return outcomes;
}

;// CONCATENATED MODULE: ./lib/headline.js

/** A duration for people, from milliseconds: `40 ms`, `1.4 s`, `12 s`, `3 min 5 s`. */
function inWords(ms) {
  if (ms < 999.5)
    return `${Math.round(ms)} ms`;
  if (ms < 10_000)
    return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
const verbs = {
  deploy: { doing: 'Deploying', done: 'deployed', where: 'to' },
  undeploy: { doing: 'Undeploying', done: 'undeployed', where: 'from' },
  check: { doing: 'Checking', done: 'checked', where: 'on' }
};
/** What the Manager says about the names and the token, so that a deployment would not be accepted either. */
const refusals = [
  'rejected',
  'unauthorized',
  'forbidden',
  'not-found',
  'conflict'
];
/** What became of one target, as a sentence; untrusted, as it quotes names and the server. */
function sentenceFor(outcome, operation) {
  const { group, environment } = outcome.target;
  const { done, where } = verbs[operation];
  const message = messageOf(outcome);
  switch (outcome.status) {
    case 'current':
      return `${group} is current on ${environment}: ${message}`;
    case 'pending':
      return `${group} is ready to be deployed to ${environment}: ${message}`;
    case 'succeeded':
      return `${group} was ${done} ${where} ${environment}: ${message}`;
    case 'not-attempted':
      return `${group} was not ${done} ${where} ${environment}: ${message}`;
    case 'failed':
      if (outcome.reason === 'not-verified')
        return `${group} could not be verified on ${environment}: ${message}`;
      if (operation !== 'check')
        return `${group} was not ${done} ${where} ${environment}: ${message}`;
      return `${group} ${refusals.includes(outcome.reason) ? 'cannot be deployed to' : 'could not be checked on'} ${environment}: ${message}`;
    case 'unknown':
      return `Nobody knows whether ${group} was ${done} ${where} ${environment}: ${message}`;
  }
}
/** What begins with a wave, as a sentence; untrusted, as it quotes names. */
function announcementOf({ environment, targets }, operation) {
  const { doing, where } = verbs[operation];
  return `${doing} ${targets.length === 1 ? (targets[0]?.group ?? '') : `${targets.length} API Proxy Groups`} ${where} ${environment}`;
}
/** How many targets there are of each status, as a sentence of ours. */
function tallyOf(outcomes, operation) {
  const parts = Object.entries(countByStatus(outcomes))
    .filter(([, count]) => count > 0)
    .map(([status, count]) => `${count} ${status.replace('-', ' ')}`);
  return `${outcomes.filter(isGreen).length} of ${outcomes.length} ${operation === 'check' ? 'can be deployed' : `${verbs[operation].done} or current`} (${parts.join(', ')}).`;
}
/** The whole run as one sentence: the output `message`; untrusted, as it quotes names and the server. */
function headlineOf(outcomes, result, operation) {
  const worst = outcomes.find(outcome => outcome.status === 'unknown') ??
    outcomes.find(outcome => outcome.status === 'failed');
  const [only] = outcomes;
  if (only !== undefined && outcomes.length === 1)
    return sentenceFor(worst ?? only, operation);
  const tally = tallyOf(outcomes, operation);
  if (result === 'cancelled')
    return `Cancelled: ${tally}`;
  return worst === undefined ? tally : `${tally} ${sentenceFor(worst, operation)}`;
}

// EXTERNAL MODULE: external "os"
var external_os_ = __nccwpck_require__(857);
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
// Variables
/**
 * Sets env variable for this action and future actions in the job
 * @param name the name of the variable to set
 * @param val the value of the variable. Non-string values will be converted to a string via JSON.stringify
 */
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
// Results
/**
 * Sets the action status to failed.
 * When the action exits it will be with an exit code of 1
 * @param message add error issue message
 */
function setFailed(message) {
  process.exitCode = ExitCode.Failure;
  error(message);
}
// Logging Commands
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
  process.stdout.write(message + external_os_.EOL);
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
// Wrapper action state
/**
 * Saves state for current action, the state can only be retrieved by this action's post job execution.
 *
 * @param     name     name of the state to store
 * @param     value    value to store. Non-string values will be converted to a string via JSON.stringify
 */
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


;// CONCATENATED MODULE: ./lib/apinizer/proxy.js
/**
 * The proxy for requests to a URL, by the rules the runner itself follows: the lower-case variable
 * first, `http://` where no scheme is given, loopback never proxied, `no_proxy` with `*`, hosts and
 * the hosts below them, `.suffix`, IP addresses, each with a port or without.
 * @param url where requests go
 * @param env the process's environment
 * @returns the proxy's URL, or undefined for a direct connection
 * @throws TypeError when the variable holds something that is no URL
 */
function proxyFor(url, env) {
  const variable = url.protocol === 'https:' ? 'https_proxy' : 'http_proxy';
  const address = proxy_read(env, variable);
  if (address === '' ||
    isLoopback(url.hostname) ||
    proxy_read(env, 'no_proxy')
      .split(',')
      .some(entry => covers(entry.trim(), url)))
    return undefined;
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(address) && !/^https?:/i.test(address))
    throw new TypeError(`${variable} names a proxy of another kind than http or https`);
  const withScheme = /^https?:\/\//i.test(address) ? address : `http://${address}`;
  if (!URL.canParse(withScheme))
    throw new TypeError(`${variable} is not the address of a proxy`);
  return new URL(withScheme);
}
/** True for names and addresses of this very machine. */
function isLoopback(hostname) {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}
function proxy_read(env, name) {
  return (env[name] || env[name.toUpperCase()] || '').trim();
}
function covers(entry, url) {
  if (entry === '*')
    return true;
  const parts = /^(?<host>\[[^\]]*\]|[^:]*)(?::(?<port>\d+))?$/.exec(entry.toLowerCase())?.groups;
  const host = (parts?.host ?? entry.toLowerCase()).replace(/^\*\./, '.');
  const port = parts?.port;
  if (host === '' ||
    (port !== undefined && port !== (url.port || (url.protocol === 'https:' ? '443' : '80'))))
    return false;
  const name = url.hostname.replace(/^\[|\]$/g, '');
  const bare = host.replace(/^\[|\]$/g, '');
  return bare.startsWith('.') ? name.endsWith(bare) : name === bare || name.endsWith(`.${bare}`);
}

;// CONCATENATED MODULE: external "node:fs"
const external_node_fs_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs");
;// CONCATENATED MODULE: ./lib/pem.js

/**
 * PEM blocks from an input that holds them, or a path to a file that does.
 * @param value the input: PEM text, or a file's path (relative to the workspace)
 * @param kind what the blocks' headings end with
 * @returns the blocks, or what is wrong with the input, to follow its name in a sentence
 */
function pemFrom(value, kind) {
  const isText = value.includes('-----BEGIN');
  let text = value;
  if (!isText) {
    try {
      text = external_node_fs_namespaceObject.readFileSync(value, 'utf8');
    }
    catch (error) {
      return `is neither PEM text nor a file that can be read (${error.code ?? 'unknown error'})`;
    }
  }
  const blocks = text.match(new RegExp(`-----BEGIN (?:[A-Z]+ )*${kind}-----[^-]+-----END (?:[A-Z]+ )*${kind}-----`, 'g')) ?? [];
  if (blocks.length === 0)
    return `holds no PEM block that ends with ${kind}${isText ? '' : ' in the file it names'}`;
  try {
    const { createPrivateKey, X509Certificate } = process.getBuiltinModule('node:crypto');
    const read = (block) => kind === 'CERTIFICATE' ? new X509Certificate(block) : createPrivateKey(block);
    blocks.forEach(read);
  }
  catch {
    return 'holds a PEM block that cannot be read: it may be cut off, encrypted, or of another kind';
  }
  return blocks;
}
/** Whether a private key is that of a certificate. */
function belongTogether(certificate, key) {
  const { createPrivateKey, X509Certificate } = process.getBuiltinModule('node:crypto');
  return new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key));
}

;// CONCATENATED MODULE: ./lib/report/secrets.js

const secrets = [];
/** As many units of a secret as are looked for first. */
const beginningLength = 8;
/** As many units as a secret that was cut off must show to be taken for one. */
const tellingLength = 16;
/** As many beginnings are looked at inside what is removed: with all, a secret of one repeated character would take minutes. */
const mostAgain = 4;
/** Below this many characters an encoded form would match by chance. */
const shortestEncoded = 6;
/**
 * Masks a secret, and each of its lines, on the runner, and makes `redact` remove it.
 * @param secret the value; empty does nothing
 */
function keepSecret(secret) {
  // Of a key, the headings are no secret.
  const plain = secret.replace(/-----[^-]+-----|\s+/g, '');
  if (plain === '')
    return;
  setSecret(secret);
  const forms = formsOf(plain);
  secrets.push({
    plain,
    forms,
    beginnings: forms.map(({ units }) => lettersAndDigits(units.slice(0, beginningLength).join('')))
  });
}
/**
 * Removes every kept secret from a text: as it is, with any of its characters URL-, JSON- or
 * HTML-encoded, in hex, and in base64 or base64url, also where it stands inside a longer encoded
 * text, in several lines, or cut off.
 */
function redact(text) {
  // Most texts have nothing encoded in them, and nothing that a form begins with, whatever stands in between.
  const plain = /[%\\&]/.test(text) ? undefined : lettersAndDigits(text);
  return secrets.reduce((rest, secret) => plain === undefined || secret.beginnings.some(beginning => plain.includes(beginning))
    ? remove(rest, secret)
    : rest, text);
}
/** Without signs and capitals, which encoders add and change. */
function lettersAndDigits(text) {
  return text.replace(/[^A-Za-z0-9]/g, '').toLowerCase();
}
function remove(text, secret) {
  const { plain, forms } = secret;
  const beginning = (secret.beginning ??= new RegExp(forms
    .map(({ units, spellings, gap }) => units.slice(0, beginningLength).map(spellings).join(gap))
    .join('|'), 'g'));
  let kept = '';
  let from = 0;
  let again = 0;
  beginning.lastIndex = 0;
  for (let match = beginning.exec(text); match !== null; match = beginning.exec(text)) {
    const { index } = match;
    const end = Math.max(...forms.map(form => endOf(text, index, form)));
    again = index < from ? again + 1 : 0;
    if (end > Math.max(index, from)) {
      if (again === 0)
        kept += `${text.slice(from, index)}***`;
      from = end;
    }
    // What begins like one form may go on as another that begins a little later.
    beginning.lastIndex = again < mostAgain ? index + 1 : Math.max(from, index + 1);
  }
  // One that looks encoded was not found.
  return (kept + text.slice(from)).replaceAll(plain, '***');
}
/** Where a form that begins at an index ends; the index itself when it does not stand there. Unit by unit, as one pattern for a long secret would take seconds. */
function endOf(text, index, { units, spellings, gap, tail, patterns }) {
  let end = index;
  let walked = 0;
  for (const unit of units) {
    const pattern = patterns.get(unit) ?? new RegExp(gap + spellings(unit), 'y');
    patterns.set(unit, pattern);
    pattern.lastIndex = end;
    if (!pattern.test(text))
      break;
    end = pattern.lastIndex;
    walked += 1;
  }
  if (walked < Math.min(units.length, tellingLength))
    return index;
  tail.lastIndex = end;
  return tail.test(text) ? tail.lastIndex : end;
}
/** What encoders put between lines, as it is or as JSON writes it. Bounded, or a hostile text takes hours; lazy, as the secret may go on like a gap. */
const lineBreak = '(?:[\\r\\n]|\\\\{1,4}[rn]){0,4}?';
/** In a secret too long to be met by chance, any white space, and what draws nothing. */
const anyGap = '(?:[\\s\\x00-\\x1f\\x7f-\\x9f\\xad\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufeff]|\\\\{1,4}(?:[bfnrt]|u(?:00[0189aA]|20[0-6]|[fF][eE][fF])[0-9a-fA-F])){0,40}?';
function formsOf(secret) {
  const gap = secret.length < tellingLength ? lineBreak : anyGap;
  // A header carries Latin-1, almost everything else UTF-8.
  const encodings = [...new Set([Buffer.from(secret).toString('binary'), secret])].map(text => Buffer.from(text, 'binary'));
  const encoded = encodings.flatMap(bytes => [
    hexForm(bytes),
    ...[0, 1, 2].map(offset => base64Form(bytes, offset, gap))
  ]);
  return [
    secrets_form(secret.match(/\\+|[^]/gu) ?? [], characters, gap),
    ...encoded.filter(({ units }) => units.length >= shortestEncoded)
  ];
}
function secrets_form(units, spellings, gap, tail = /(?:)/y) {
  return { units, spellings, gap, tail, patterns: new Map() };
}
function hexForm(bytes) {
  return secrets_form(bytes.toString('hex').match(/../g) ?? [], eitherCase, '[:\\s-]{0,2}');
}
/** Hex digits in either case; the flag `i` would make every pattern slow to build. */
function eitherCase(digits) {
  return digits.replace(/[a-f]/g, digit => `[${digit}${digit.toUpperCase()}]`);
}
/** A number's hex digits in either case. */
function hex(number, digits) {
  return eitherCase(number.toString(16).padStart(digits, '0'));
}
/** One character, or a run of backslashes, in every way an encoder may write it. */
function characters([text = '', ...others]) {
  const code = text.codePointAt(0) ?? 0;
  const utf8 = Array.from(Buffer.from(text), byte => `%(?:25){0,3}${hex(byte, 2)}`).join('');
  const latin1 = code < 256 ? `%(?:25){0,3}${hex(code, 2)}|\\\\x${hex(code, 2)}|` : '';
  const named = { '&': '|&amp;', '<': '|&lt;', '>': '|&gt;', '"': '|&quot;', "'": '|&apos;' }[text] ?? '';
  const times = others.length + 1;
  // No encoder puts a backslash before a letter; and a gap may end in one.
  const itself = /[A-Za-z0-9]/.test(text)
    ? text
    : text === '\\'
      ? `\\\\{${times},${times * 5}}`
      : `\\\\{0,4}${text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')}`;
  // Itself comes last, as its own encoded form may begin with it.
  return `(?:(?:${utf8}|${latin1}\\\\{1,4}u${hex(code, 4)}|&#0{0,6}${code};|&#[xX]0{0,6}${hex(code, 1)};${named}){${times}}|${itself})`;
}
/** The part of a base64 text that depends on these bytes alone, when they begin at an offset of 0, 1 or 2. */
function base64Form(bytes, offset, gap) {
  const shared = [0, 2, 3][offset] ?? 0;
  const whole = Math.floor(((bytes.length + offset) * 8) / 6);
  const core = Buffer.concat([Buffer.alloc(offset), bytes])
    .toString('base64')
    .slice(shared, whole);
  return secrets_form(Array.from(core), base64Character, gap, /[A-Za-z0-9+/_-]?(?:=|%3[dD]){0,4}/y);
}
function base64Character(text) {
  if (text === '+')
    return '(?:\\+|-|%2[bB])';
  return text === '/' ? '(?:\\\\{0,4}/|_|%2[fF])' : text;
}

;// CONCATENATED MODULE: ./lib/inputs.js




/** An input, or a variable of the runner, that cannot be used: says which, and what is legal. */
class InputError extends Error {
}
const longestMs = 24 * 60 * 60 * 1000;
const mostTargets = 2_000;
const longestName = 255;
const longestToken = 8_000;
/**
 * Reads all inputs, masking the secret ones before anything else.
 * @throws InputError naming the first input that cannot be used; nothing has been sent by then
 */
function readInputs() {
  keepSecret(getInput('token'));
  keepSecret(getInput('github-token'));
  if (getInput('client-key').includes('-----BEGIN'))
    keepSecret(getInput('client-key'));
  const url = readUrl(inputs_boolean('allow-http'));
  const inputs = {
    url,
    token: readToken(),
    project: inputs_name('project', required('project')),
    groups: list('group'),
    environments: list('environment'),
    operation: choice('operation', ['deploy', 'undeploy', 'check']),
    description: getInput('description') || undefined,
    persistent: getInput('persistent') === '' ? undefined : inputs_boolean('persistent'),
    skipIfCurrent: inputs_boolean('skip-if-current'),
    verify: choice('verify', ['none', 'environment', 'routes']),
    verifyTimeoutMs: duration('verify-timeout'),
    timeoutMs: duration('timeout'),
    retries: count('retries', 0, 10),
    maxParallel: count('max-parallel', 1, 100),
    failFast: inputs_boolean('fail-fast'),
    authorities: certificates('ca-certificate'),
    clientCertificate: certificates('client-certificate').join('\n') || undefined,
    clientKey: readClientKey(),
    githubToken: getInput('github-token') || undefined,
    proxy: readProxy(url)
  };
  if (inputs.groups.length * inputs.environments.length > mostTargets)
    throw bad('group', `makes more than ${mostTargets} deployments with the given environments. Spread them over several jobs`);
  if ((inputs.clientCertificate === undefined) !== (inputs.clientKey === undefined))
    throw bad(inputs.clientKey === undefined ? 'client-key' : 'client-certificate', 'is missing: `client-certificate` and `client-key` go together');
  if (inputs.clientCertificate !== undefined &&
    inputs.clientKey !== undefined &&
    !belongTogether(inputs.clientCertificate, inputs.clientKey))
    throw bad('client-key', 'does not belong to the first certificate in `client-certificate`');
  if (inputs.operation === 'undeploy' && inputs.verify === 'routes')
    throw bad('verify', 'cannot be `routes` with `operation: undeploy`. Use `environment` or `none`');
  return inputs;
}
function bad(input, problem) {
  return new InputError(`Input \`${input}\` ${problem}.`);
}
function quoted(value) {
  return `\`${value.slice(0, 100)}\``;
}
function required(input) {
  const value = getInput(input);
  if (value === '')
    throw bad(input, 'is required and must not be empty. If it comes from a secret or a variable, that one does not exist, or this job cannot see it');
  return value;
}
function readUrl(allowHttp) {
  const text = required('url');
  const example = 'Give the address of the Apinizer Manager, like https://apinizer.example.com';
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text))
    throw bad('url', `must be a whole http or https URL. ${example}`);
  const url = new URL(text);
  if (url.username !== '' || url.password !== '')
    throw bad('url', 'must not hold credentials. The token goes into `token`');
  if (/[?#]/.test(text))
    throw bad('url', `must not have a query or a fragment. ${example}`);
  if (url.protocol === 'http:' && !isLoopback(url.hostname) && !allowHttp)
    throw bad('url', 'is plain http, which would send the token unencrypted. Use https, or set `allow-http: true` if this network may see the token');
  url.pathname = url.pathname.replace(/\/+$/, '').replace(/\/apiops$/, '');
  return url;
}
function readToken() {
  const token = required('token');
  if (token.length > longestToken)
    throw bad('token', `must not be longer than ${longestToken} characters`);
  if (!/^[\x21-\x7e\xa1-\xff]+$/.test(token))
    throw bad('token', 'holds white space, control characters or characters that no HTTP header can carry. Copy the Personal API Access Token again, without quotes or line breaks');
  return token;
}
/** A name as a path segment: no control characters, and nothing that would climb out of the path. */
function inputs_name(input, value) {
  if (value === '.' || value === '..')
    throw bad(input, 'must be a name, not `.` or `..`');
  if (/[\p{Cc}\u2028\u2029]/u.test(value) || !value.isWellFormed())
    throw bad(input, 'must not hold control characters or broken Unicode');
  if (value.length > longestName)
    throw bad(input, `must not be longer than ${longestName} characters`);
  return value;
}
function list(input) {
  const names = required(input)
    .split(/\r\n|\r|\n/)
    .map(line => line.trim())
    .filter(line => line !== '')
    .map(value => inputs_name(input, value));
  const twice = names.find((value, index) => names.indexOf(value) !== index);
  if (twice !== undefined)
    throw bad(input, `names \`${twice}\` twice. Give each name once, one a line`);
  return names;
}
function choice(input, choices) {
  const value = getInput(input);
  const chosen = value === '' ? choices[0] : choices.find(choice => choice === value);
  if (chosen === undefined)
    throw bad(input, `must be one of ${choices.map(choice => `\`${choice}\``).join(', ')}, not ${quoted(value)}`);
  return chosen;
}
function inputs_boolean(input) {
  const value = getInput(input) || (defaults[input] ?? 'false');
  if (!/^(true|True|TRUE|false|False|FALSE)$/.test(value))
    throw bad(input, `must be \`true\` or \`false\`, not ${quoted(value)}`);
  return value.toLowerCase() === 'true';
}
/** The defaults of action.yml, for runs that do not come through it (act and older servers pass none). */
const defaults = {
  'fail-fast': 'true',
  timeout: '10m',
  'verify-timeout': '2m',
  retries: '2',
  'max-parallel': '1'
};
const unitMs = { s: 1_000, m: 60_000, h: 3_600_000 };
function duration(input) {
  const [, amount = '', unit = 's'] = /^(\d+)\s*([smh])?$/.exec(getInput(input) || (defaults[input] ?? '')) ?? [];
  const ms = Number(amount) * (unitMs[unit] ?? NaN);
  if (amount === '' || !(ms > 0 && ms <= longestMs))
    throw bad(input, `must be a duration like \`90s\`, \`10m\` or \`1h\` (a bare number is seconds), above zero and at most \`24h\`, not ${quoted(getInput(input))}`);
  return ms;
}
function count(input, least, most) {
  const value = getInput(input) || (defaults[input] ?? '');
  if (!/^\d+$/.test(value) || Number(value) < least || Number(value) > most)
    throw bad(input, `must be a whole number from ${least} to ${most}, not ${quoted(value)}`);
  return Number(value);
}
function certificates(input) {
  const value = getInput(input);
  if (value === '')
    return [];
  const pem = pemFrom(value, 'CERTIFICATE');
  if (typeof pem === 'string')
    throw bad(input, pem);
  return pem;
}
function readClientKey() {
  const value = getInput('client-key');
  if (value === '')
    return undefined;
  const pem = pemFrom(value, 'PRIVATE KEY');
  if (typeof pem === 'string')
    throw bad('client-key', pem);
  const key = pem.join('\n');
  keepSecret(key);
  return key;
}
function readProxy(url) {
  let proxy;
  try {
    proxy = proxyFor(url, process.env);
  }
  catch (error) {
    throw new InputError(`The runner’s variable ${error.message}. Give a URL like http://proxy.example.com:3128.`);
  }
  if (proxy === undefined)
    return undefined;
  keepSecret(proxy.password);
  try {
    keepSecret(decodeURIComponent(proxy.password));
    // As it goes to the proxy, in base64: a short password alone would not be found in there.
    if (proxy.password !== '')
      keepSecret(decodeURIComponent(`${proxy.username}:${proxy.password}`));
  }
  catch {
    throw new InputError('The proxy’s user name or password in the runner’s variable holds a `%` that encodes nothing. Write it as `%25`.');
  }
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 24 || (major === 24 && minor < 5))
    throw new InputError(`A proxy is set for ${url.origin}, but this runner’s Node ${process.versions.node} cannot use one. Update the runner to 2.328.0 or later, which brings Node 24.5, or put the host into no_proxy.`);
  return proxy;
}

;// CONCATENATED MODULE: ./lib/plan.js
/** The targets in the order they are tried: environments as given, and in each all groups as given. */
function planOf({ groups, environments }) {
  return environments.map(environment => ({
    environment,
    targets: groups.map(group => ({ group, environment }))
  }));
}

;// CONCATENATED MODULE: ./lib/report/untrusted.js

/** The most characters of one message that are shown anywhere. */
const longestMessage = 4_000;
const longestKept = 3_000;
// Control and format characters (bidirectional, zero-width), line and paragraph ends, and whatever else draws nothing.
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
/** One line in which every character can be seen and no secret is left. */
function oneLine(text) {
  // Most texts need no more, and there may be thousands.
  if (/^[ -~]*$/.test(text) && !text.includes('  '))
    return redact(text);
  const flat = redact(text.toWellFormed()).replace(/[\s\u0085]+/g, ' ');
  // Once more, as a secret may have been spread over lines.
  return redact(flat).replace(unseen, character => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}
/** Cuts on a whole character, and says so. */
function cut(text, longest) {
  if (text.length <= longest)
    return text;
  const kept = text.slice(0, longest).replace(/[\ud800-\udbff]$/, '');
  return `${kept}… (cut from ${text.length} characters)`;
}
/** A server's text as it is kept: no secret, one line, and short enough to leave room for what we say about it. */
function keptText(text, longest = longestKept) {
  return cut(oneLine(text), longest);
}
/**
 * A text for the log, an annotation or an output: one line in which the runner finds no command.
 * Give it the whole line, as a command could be put together from parts.
 */
function logLine(text, longest = longestMessage) {
  return cut(oneLine(text), longest)
    .replace(/##(?=\[)/g, '## ')
    .replace(/^(\s*):(?=:)/, '$1: ');
}
/** A value as JSON for an output: exact to whoever parses it, and no command to the runner when printed. */
function outputJson(value) {
  return JSON.stringify(value)
    .replace(unseen, character => [...Array(character.length).keys()]
    .map(index => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`)
    .join(''))
    .replace(/##(?=\[)/g, '#\\u0023');
}
/** The address of an environment where it is a plain web address without credentials; undefined for anything else. */
function webAddress(text) {
  if (text === undefined || !/^https?:\/\//i.test(text) || !URL.canParse(text))
    return undefined;
  const { href, username, password } = new URL(text);
  // Looked at as it came and as it will be given on: parsing takes out tabs, which could hide a secret, and capitals of a host.
  return username === '' && password === '' && redact(text) === text && logLine(href) === href
    ? href
    : undefined;
}
/**
 * A text for the summary, as HTML: a code element, in which GitHub makes nothing of mentions, links,
 * references or emoji. Stands inside HTML blocks, where Markdown is not read either.
 */
function summaryCode(text, longest = longestMessage) {
  const shown = cut(oneLine(text), longest);
  return shown === ''
    ? ''
    : `<code>${shown.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`)}</code>`;
}

;// CONCATENATED MODULE: ./lib/report/log.js


/** The most annotations of one kind that GitHub shows of a step. */
const mostAnnotations = 10;
/** Prints one line. Everything that the action prints goes through the functions of this file. */
function print(text) {
  info(logLine(text));
}
/** Prints lines that the log page folds under a title. */
function printGroup(title, lines) {
  startGroup(logLine(title));
  for (const line of lines)
    info(`  ${logLine(line)}`);
  endGroup();
}
/** Runs what prints and writes it to the log at once, as there may be thousands of targets. */
function inOneWrite(printAll) {
  process.stdout.cork();
  try {
    printAll();
  }
  finally {
    process.stdout.uncork();
  }
}
/** Lets the run go on when nobody reads the log any more: outputs and exit code still count. */
function outliveLog() {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', () => undefined);
}
/** Calls back once everything that was printed is out. */
function whenPrinted(done) {
  process.stdout.write('', done);
}
/** Prints a line that shows only in debug logging. */
function log_debug(text) {
  if (isDebug())
    debug(logLine(text));
}
/** An error annotation. @param title a constant, as GitHub does not mask titles */
function annotateError(title, text) {
  error(logLine(text), { title });
}
/** A warning annotation, for what does not decide the result. */
function annotateWarning(title, text) {
  warning(logLine(text), { title });
}

;// CONCATENATED MODULE: ./lib/report/github-deployment.js



/**
 * Records a GitHub Deployment for each environment: opened before its first target, closed after its
 * last. Whatever GitHub answers, it only warns.
 * @param token the `github-token` input
 * @param typeOf the type of a wave's environment in the Manager (`PRODUCTION` and so on), where it is known
 */
function githubDeployments(token, typeOf) {
  const opened = new Map();
  let loaded;
  // It brings 1 MB that no other run needs.
  const github = () => (loaded ??= Promise.all(/* import() */[__nccwpck_require__.e(413), __nccwpck_require__.e(18)]).then(__nccwpck_require__.bind(__nccwpck_require__, 9018)).then(({ gitHubWith }) => gitHubWith(token)));
  return {
    waveStarts: wave => attempt(`Opening a GitHub Deployment for ${wave.environment}`, async () => {
      const { open, setStatus } = await github();
      const id = await open(wave.environment, await typeOf(wave));
      opened.set(wave.environment, id);
      await setStatus(id, { state: 'in_progress' });
    }),
    waveEnded: async ({ environment }, outcomes) => {
      const id = opened.get(environment);
      if (id === undefined)
        return;
      await attempt(`Closing the GitHub Deployment for ${environment}`, async () => {
        const address = webAddress(outcomes.findLast(outcome => isGreen(outcome) && outcome.accessUrl !== undefined)
          ?.accessUrl);
        const { setStatus } = await github();
        await setStatus(id, {
          state: stateOf(outcomes),
          description: logLine(`${outcomes.filter(isGreen).length} of ${outcomes.length} deployed`, 140),
          ...(address !== undefined && { environment_url: address })
        });
      });
    }
  };
}
async function attempt(what, call) {
  try {
    await call();
  }
  catch (error) {
    annotateWarning('GitHub Deployment not recorded', `${what}: ${adviceFor(error)} The deployment to Apinizer is not affected.`);
  }
}
/** `error` where nobody knows, or the run was cancelled. */
function stateOf(outcomes) {
  if (outcomes.every(isGreen))
    return 'success';
  return outcomes.some(({ status, reason }) => status === 'unknown' || reason === 'cancelled')
    ? 'error'
    : 'failure';
}
function adviceFor(error) {
  const status = error.status;
  const said = error instanceof Error ? error.message : String(error);
  return status === 403 || status === 404
    ? `GitHub answered ${status}. Give the job \`permissions: deployments: write\`. (${said})`
    : `${said}.`;
}

;// CONCATENATED MODULE: ./lib/report/docs-link.js

/** Where the documentation says more about a reason: at the very version that runs, or as a path in this repository. */
function docsLink(reason) {
  const { page } = reasons[reason];
  if (page === undefined)
    return undefined;
  const { GITHUB_SERVER_URL: server, GITHUB_ACTION_REPOSITORY: repository, GITHUB_ACTION_REF: ref } = process.env;
  const file = `docs/connection.md#${page}`;
  // On GitHub Enterprise Server and elsewhere the action may have come from github.com, and no such page be there.
  return server === 'https://github.com' && repository && ref
    ? encodeURI(`${server}/${repository}/blob/${ref}/${file}`)
    : file;
}

;// CONCATENATED MODULE: ./lib/report/progress.js





const signOfLifeMs = 30_000;
const mostPods = 50;
/** Prints what happens while a plan is carried out: a group a target, a line of progress, a sign of life. */
function progressOf(operation) {
  let heartbeat;
  let ended = 0;
  let failed = 0;
  let unknown = 0;
  return {
    waveStarts: wave => {
      ended = failed = unknown = 0;
      const startedAt = performance.now();
      print(announcementOf(wave, operation));
      heartbeat = setInterval(() => {
        print(`${wave.environment}: still waiting after ${inWords(performance.now() - startedAt)}`);
      }, signOfLifeMs).unref();
    },
    targetEnded: (outcome, wave) => {
      ended += 1;
      if (outcome.status === 'unknown')
        unknown += 1;
      else if (!isGreen(outcome))
        failed += 1;
      inOneWrite(() => {
        printGroup(titleOf(outcome), linesOf(outcome, operation));
        if (wave.targets.length > 1)
          print(`${wave.environment}: ${ended} of ${wave.targets.length}${failed > 0 ? `, ${failed} failed` : ''}${unknown > 0 ? `, ${unknown} unknown` : ''}`);
      });
    },
    waveEnded: () => {
      clearInterval(heartbeat);
    }
  };
}
/** Prints one line about a target that is under way. */
function printNews(target, line) {
  print(`${target.environment} / ${target.group}: ${line}`);
}
const marks = {
  succeeded: '✓',
  current: '✓',
  pending: '✓',
  failed: '✗',
  unknown: '?',
  'not-attempted': '-'
};
function titleOf(outcome) {
  const { target, status, durationMs } = outcome;
  return `${marks[status]} ${target.environment} / ${target.group}: ${labelOf(outcome)} (${inWords(durationMs)})`;
}
function linesOf(outcome, operation) {
  const { pods = [], accessUrl, revision } = outcome;
  const more = docsLink(outcome.reason);
  const shown = failedFirst(pods).slice(0, mostPods);
  return [
    sentenceFor(outcome, operation),
    ...(more === undefined || isGreen(outcome) ? [] : [`More: ${more}`]),
    ...(revision === undefined ? [] : [`Revision ${revision}`]),
    ...(accessUrl === undefined ? [] : [`Served at ${accessUrl}`]),
    ...shown.map(pod => `${pod.success ? '✓' : '✗'} worker pod ${pod.name} ${pod.ip}${pod.durationMs === undefined ? '' : ` (${inWords(pod.durationMs)})`}${pod.message === '' ? '' : `: ${pod.message}`}`),
    ...(pods.length > shown.length ? [`… and ${pods.length - shown.length} more worker pods`] : [])
  ];
}

;// CONCATENATED MODULE: ./lib/report/annotations.js



const titles = {
  deploy: {
    failed: 'API Proxy Group not deployed',
    unverified: 'Deployed, not verified',
    unknown: 'Deployment outcome unknown'
  },
  undeploy: {
    failed: 'API Proxy Group not undeployed',
    unverified: 'Undeployed, not verified',
    unknown: 'Undeployment outcome unknown'
  },
  check: { failed: 'Check failed', unverified: 'Check failed', unknown: 'Check without a result' }
};
/** An error annotation for each target that was tried and is not green; the last one that GitHub shows counts the rest. */
function annotate(outcomes, operation) {
  const tried = outcomes.filter(outcome => !isGreen(outcome) && outcome.status !== 'not-attempted');
  const shown = tried.length > mostAnnotations ? tried.slice(0, mostAnnotations - 1) : tried;
  for (const outcome of shown) {
    const more = docsLink(outcome.reason);
    const kind = outcome.status === 'unknown'
      ? 'unknown'
      : outcome.reason === 'not-verified'
        ? 'unverified'
        : 'failed';
    annotateError(titles[operation][kind], [
      `${outcome.target.group} on ${outcome.target.environment}: ${messageOf(outcome)}`,
      ...(more === undefined ? [] : [`More: ${more}`])
    ].join(' '));
  }
  if (shown.length < tried.length)
    annotateError('More of the same', `${tried.length - shown.length} more targets are not green. The job summary and the output environment-results list them.`);
}

;// CONCATENATED MODULE: ./lib/report/outputs.js





/** The most UTF-16 units of all outputs together; GitHub drops a job's outputs above 1 MB. */
const largestOutputs = 500_000;
/** A worker pod without any text, in UTF-16 units. */
const shortestPod = 47;
/** How much of each outcome is written; each step down is taken only when the one before is too large. */
const levels = [
  { pods: true, messageLength: 4_000, most: Infinity, lost: '' },
  { pods: false, messageLength: 4_000, most: Infinity, lost: 'the worker pods' },
  {
    pods: false,
    messageLength: 300,
    most: Infinity,
    lost: 'the worker pods and the ends of long messages'
  },
  { pods: false, messageLength: 0, most: Infinity, lost: 'the worker pods and all messages' },
  {
    pods: false,
    messageLength: 0,
    most: 300,
    lost: 'the worker pods, all messages, and all but the first 300 targets'
  }
];
/**
 * The seven outputs of action.yml by name, each in one line, together below 500,000 UTF-16 units.
 * When that takes leaving something out, `message` says what.
 */
function outputsOf(summing) {
  let outputs = {};
  // Below this many pods they may fit; to write out many more would take the memory first.
  const pods = summing.outcomes.reduce((count, outcome) => count + (outcome.pods?.length ?? 0), 0);
  for (const level of levels.slice(pods * shortestPod < largestOutputs ? 0 : 1)) {
    outputs = outputsAt(summing, level);
    if (Object.values(outputs).reduce((size, value) => size + value.length, 0) < largestOutputs)
      break;
  }
  return outputs;
}
function outputsAt({ outcomes, result, message }, level) {
  const last = outcomes.findLast(outcome => outcome.status === 'succeeded');
  const note = level.lost === ''
    ? ''
    : ` (To keep within GitHub’s limits, environment-results leaves out ${level.lost}.)`;
  return {
    success: String(result === 'success'),
    result,
    message: logLine(message) + note,
    'environment-results': outputJson(outcomes.slice(0, level.most).map(outcome => resultOf(outcome, level))),
    'failed-environments': outputJson(failedEnvironments(outcomes).map(redact)),
    'environment-url': webAddress(outcomes.findLast(outcome => outcome.status === 'succeeded' &&
      outcome.target.environment === last?.target.environment &&
      outcome.accessUrl !== undefined)?.accessUrl) ?? '',
    revision: last?.revision === undefined ? '' : String(last.revision)
  };
}
/** An object of `environment-results`. */
function resultOf(outcome, level) {
  const { target, status, reason, durationMs, httpStatus, revision, pods } = outcome;
  const accessUrl = webAddress(outcome.accessUrl);
  const text = (value) => level.messageLength === 0 ? '' : logLine(value, level.messageLength);
  return {
    environmentName: redact(target.environment),
    success: isGreen(outcome),
    message: text(messageOf(outcome)),
    group: redact(target.group),
    status,
    reason,
    durationMs: Math.round(durationMs),
    ...(httpStatus !== undefined && { httpStatus }),
    ...(revision !== undefined && { revision }),
    ...(accessUrl !== undefined && { accessUrl }),
    ...(level.pods &&
      pods !== undefined &&
      pods.length > 0 && {
      pods: pods.map(pod => ({
        ...pod,
        name: logLine(pod.name),
        ip: logLine(pod.ip),
        message: text(pod.message)
      }))
    })
  };
}
/** Writes the outputs to the file that the runner gives; without one, as on very old servers, a warning. */
function writeOutputs(summing) {
  const file = process.env.GITHUB_OUTPUT;
  if (!file) {
    annotateWarning('Outputs were not written', 'This runner gives no GITHUB_OUTPUT file, so later steps cannot read this step’s outputs. The step’s own result stands.');
    return;
  }
  // Each value is one line, so it needs no delimiter, nor the crypto module with which the toolkit makes one.
  external_node_fs_namespaceObject.appendFileSync(file, Object.entries(outputsOf(summing))
    .map(([name, value]) => `${name}=${value}\n`)
    .join(''));
}

;// CONCATENATED MODULE: ./lib/report/summary.js






/** The most bytes of a summary: GitHub shows nothing of a step's summary above 1 MiB, which other steps may share. */
const largestSummary = 900_000;
const mostTargetsInTables = 24;
const mostCellsInMatrix = 600;
const mostFailures = 100;
const summary_mostPods = 200;
const summary_marks = {
  succeeded: '✅',
  current: '✅',
  pending: '🟡',
  failed: '❌',
  unknown: '❓',
  'not-attempted': '⚪'
};
const headings = {
  deploy: {
    success: '✅ Deployed',
    partial: '❌ Partly deployed',
    failure: '❌ Not deployed',
    unknown: '❓ Deployment outcome unknown',
    cancelled: '🚫 Deployment cancelled'
  },
  undeploy: {
    success: '✅ Undeployed',
    partial: '❌ Partly undeployed',
    failure: '❌ Not undeployed',
    unknown: '❓ Undeployment outcome unknown',
    cancelled: '🚫 Undeployment cancelled'
  },
  check: {
    success: '✅ Ready to deploy',
    partial: '❌ Check failed in part',
    failure: '❌ Check failed',
    unknown: '❓ Check without a result',
    cancelled: '🚫 Check cancelled'
  }
};
/** The job summary as Markdown that holds HTML blocks: in those, no server's text is read as Markdown. */
function summaryOf(input) {
  const whole = assemble(input, input.outcomes);
  if (Buffer.byteLength(whole) <= largestSummary)
    return whole;
  const withoutPods = assemble(input, input.outcomes.map(outcome => ({ ...outcome, pods: [] })));
  if (Buffer.byteLength(withoutPods) <= largestSummary)
    return `${withoutPods}\n<p>The worker pods are left out, as GitHub shows no summary above 1 MiB.</p>\n`;
  return `${heading(input)}\n<p>The tables are left out, as GitHub shows no summary above 1 MiB. The log and the outputs have the messages.</p>\n`;
}
function assemble(input, outcomes) {
  const groups = [...new Set(outcomes.map(outcome => outcome.target.group))];
  const environments = [...new Set(outcomes.map(outcome => outcome.target.environment))];
  if (outcomes.length <= mostTargetsInTables)
    return [heading(input), targetTable(outcomes, 2_000), ...podTables(outcomes)].join('\n');
  const troubled = outcomes.filter(outcome => !isGreen(outcome) && outcome.status !== 'not-attempted');
  const showsAll = groups.length * environments.length <= mostCellsInMatrix;
  return [
    heading(input),
    ...(troubled.length > 0
      ? [
        targetTable(troubled.slice(0, mostFailures), 600),
        ...(troubled.length > mostFailures
          ? [`<p>… and ${troubled.length - mostFailures} more.</p>\n`]
          : [])
      ]
      : []),
    ...(showsAll ? [matrixTable(outcomes, groups, environments)] : [])
  ].join('\n');
}
function heading(input) {
  const { operation, result, outcomes } = input;
  const [only, ...others] = outcomes;
  const where = (word) => only === undefined || others.length > 0
    ? ''
    : ` ${word} ${summaryCode(only.target.environment)}`;
  const word = { deploy: 'to', undeploy: 'from', check: result === 'success' ? 'to' : 'on' }[operation];
  const title = isOnlyUnverified(input)
    ? `❌ ${operation === 'undeploy' ? 'Undeployed' : 'Deployed'}, not verified${where('on')}`
    : `${headings[operation][result]}${result === 'success' || result === 'failure' ? where(word) : ''}`;
  return `<h2>${title}</h2>\n\n<p>${facts(input)}</p>\n`;
}
function isOnlyUnverified({ result, outcomes }) {
  const isUnverified = ({ reason }) => reason === 'not-verified';
  return (result !== 'cancelled' &&
    outcomes.some(isUnverified) &&
    outcomes.every(outcome => isGreen(outcome) || isUnverified(outcome)));
}
function facts({ project, url, outcomes, durationMs }) {
  const count = outcomes.length === 1 ? '' : ` · ${tally(outcomes)}`;
  return `Project ${summaryCode(project)} on ${summaryCode(url)}${count} · ${inWords(durationMs)}`;
}
function tally(outcomes) {
  return Object.entries(summary_marks)
    .map(([status, mark]) => ({
    status,
    mark,
    count: outcomes.filter(outcome => outcome.status === status).length
  }))
    .filter(({ count }) => count > 0)
    .map(({ status, mark, count }) => `${mark} ${count} ${status.replace('-', ' ')}`)
    .join(' · ');
}
function targetTable(outcomes, longestMessage) {
  const rows = outcomes.map(outcome => row('td', [
    summaryCode(outcome.target.environment),
    summaryCode(outcome.target.group),
    resultCell(outcome),
    messageCell(outcome, longestMessage),
    summary_duration(outcome)
  ]));
  return `${table([row('th', ['Environment', 'API Proxy Group', 'Result', 'Message', 'Time']), ...rows])}\n`;
}
/** Groups by environments, the rows with failures first. */
function matrixTable(outcomes, groups, environments) {
  const byTarget = new Map(outcomes.map(outcome => [
    JSON.stringify([outcome.target.group, outcome.target.environment]),
    outcome
  ]));
  const rowOf = (group) => environments.map(environment => byTarget.get(JSON.stringify([group, environment])));
  const troubles = (group) => rowOf(group).filter(outcome => outcome !== undefined && !isGreen(outcome)).length;
  const rows = [...groups]
    .sort((one, other) => troubles(other) - troubles(one))
    .map(group => row('td', [
    summaryCode(group),
    ...rowOf(group).map(outcome => (outcome === undefined ? '' : resultCell(outcome)))
  ]));
  return `${table([row('th', ['API Proxy Group', ...environments.map(environment => summaryCode(environment))]), ...rows])}\n`;
}
function resultCell(outcome) {
  return `${summary_marks[outcome.status]}&nbsp;${labelOf(outcome)}`;
}
function messageCell(outcome, longest) {
  const address = webAddress(outcome.accessUrl);
  const more = isGreen(outcome) ? undefined : docsLink(outcome.reason);
  return [
    summaryCode(outcome.said, longest),
    [ourWords(outcome.told), more === undefined ? '' : linkTo(more)].filter(Boolean).join(' '),
    outcome.revision === undefined ? '' : `Revision ${outcome.revision}`,
    address === undefined ? '' : `Served at ${summaryCode(address)}`
  ]
    .filter(Boolean)
    .join('<br>');
}
function linkTo(page) {
  return page.startsWith('https:') ? `<a href="${page}">More</a>` : `More: ${summaryCode(page)}`;
}
/** Our own sentences, in which backticks mark names of inputs. */
function ourWords(text) {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(/`([^`]+)`/g, '<code>$1</code>');
}
function summary_duration(outcome) {
  return outcome.status === 'not-attempted'
    ? ''
    : inWords(outcome.durationMs).replaceAll(' ', '&nbsp;');
}
/** The worker pods: open for each target with a failed one, and folded in one table for all the others. */
function podTables(outcomes) {
  const withPods = outcomes.filter(({ pods = [] }) => pods.length > 0);
  const failed = withPods.filter(({ pods = [] }) => pods.some(pod => !pod.success));
  const fine = withPods.filter(outcome => !failed.includes(outcome));
  return [
    ...failed.map(outcome => podTable([outcome])),
    ...(fine.length > 0 ? [podTable(fine)] : [])
  ];
}
function podTable(outcomes) {
  const pods = outcomes.flatMap(({ target, pods = [] }) => pods.map(pod => ({ ...pod, target })));
  const failed = pods.filter(pod => !pod.success);
  const rows = failedFirst(pods)
    .slice(0, summary_mostPods)
    .map(pod => row('td', [
    summaryCode(pod.target.environment),
    summaryCode(pod.name),
    summaryCode(pod.ip),
    pod.success ? '✅' : '❌',
    summaryCode(pod.message, 300),
    pod.durationMs === undefined ? '' : inWords(pod.durationMs)
  ]));
  const rest = pods.length > summary_mostPods ? `<p>… and ${pods.length - summary_mostPods} more.</p>\n` : '';
  const title = `${pods.length} worker pod${pods.length === 1 ? '' : 's'}${failed.length > 0 ? `, ${failed.length} failed` : ''}`;
  return `<details${failed.length > 0 ? ' open' : ''}><summary>${title}</summary>\n${table([row('th', ['Environment', 'Worker pod', 'Address', '', 'Message', 'Time']), ...rows])}\n${rest}</details>\n`;
}
function row(cell, cells) {
  return `<tr>${cells.map(text => `<${cell}>${text}</${cell}>`).join('')}</tr>`;
}
/** A table as one HTML block: no blank line, which would end it. */
function table(rows) {
  return `<table>\n${rows.join('\n')}\n</table>`;
}
/** Writes the job summary to the file that the runner gives; where there is none, the log has it all. */
function writeSummary(input) {
  append(summaryOf(input));
}
/** Writes the job summary of a run that ended before it had outcomes. @param message untrusted */
function writeFailureSummary(result, message) {
  append(`<h2>${result === 'failure' ? '❌ Input cannot be used' : '❓ The action broke off: outcome unknown'}</h2>\n\n<p>${summaryCode(message)}</p>\n`);
}
function append(markdown) {
  const file = process.env.GITHUB_STEP_SUMMARY;
  if (file)
    external_node_fs_namespaceObject.appendFileSync(file, markdown);
}

;// CONCATENATED MODULE: ./lib/report/report.js







/** Tells people and workflows what became of a run. @returns the exit code, which no reporting can change */
function report(run) {
  const { outcomes, operation } = run;
  const result = overallResult(outcomes, run.cancelled);
  const message = headlineOf(outcomes, result, operation);
  report_attempt('The outputs', () => {
    writeOutputs({ outcomes, result, message });
  });
  report_attempt('The job summary', () => {
    writeSummary({ ...run, url: run.url.href.replace(/\/$/, ''), result });
  });
  report_attempt('The annotations', () => {
    annotate(outcomes, operation);
  });
  if (outcomes.length > 1 || run.cancelled)
    print(`${result}: ${tallyOf(outcomes, operation)}`);
  return result === 'success' ? 0 : 1;
}
/**
 * Tells of a run that ended before its time: inputs that cannot be used (nothing was sent), or a
 * defect of ours (nobody knows what was sent). @returns the exit code
 */
function reportFailure(error) {
  const ofInput = error instanceof InputError;
  const result = ofInput ? 'failure' : 'unknown';
  const said = error instanceof Error ? error.message : String(error);
  const message = ofInput
    ? `${said} Nothing was sent.`
    : `The action broke off: ${said}. This is a defect of the action; look at the environments in the Apinizer Manager, and please report it.`;
  if (error instanceof Error && error.stack !== undefined)
    log_debug(error.stack);
  report_attempt('The outputs', () => {
    writeOutputs({ outcomes: [], result, message });
  });
  report_attempt('The job summary', () => {
    writeFailureSummary(result, message);
  });
  annotateError(ofInput ? 'Input cannot be used' : 'The action broke off', message);
  return 1;
}
/** An observer whose mistakes are told and change nothing: reporting never decides. */
function neverDeciding(observer) {
  const warn = (error) => {
    annotateWarning('Report is incomplete', error instanceof Error ? error.message : String(error));
  };
  return {
    waveStarts: async (wave) => {
      try {
        await observer.waveStarts?.(wave);
      }
      catch (error) {
        warn(error);
      }
    },
    targetEnded: (outcome, wave) => {
      try {
        observer.targetEnded?.(outcome, wave);
      }
      catch (error) {
        warn(error);
      }
    },
    waveEnded: async (wave, outcomes) => {
      try {
        await observer.waveEnded?.(wave, outcomes);
      }
      catch (error) {
        warn(error);
      }
    }
  };
}
function report_attempt(what, write) {
  try {
    write();
  }
  catch (error) {
    annotateWarning('Report is incomplete', `${what} could not be written: ${error.message}`);
  }
}

;// CONCATENATED MODULE: ./lib/history.js

const anyOffset = { least: -Infinity, most: Infinity };
/** The description of records whose request carried none, as the vendor documents it. */
const defaultDescription = 'Deployed by APIOPS Api';
/**
 * Learns about the server's clock from the `Date` of an answer, which is cut to the second.
 * Several answers narrow it down; answers that contradict each other leave `least` above `most`.
 * @param sentAt and `receivedAt`: our clock around the request, ms
 */
function narrow(offset, date, sentAt, receivedAt) {
  const second = readHttpDate(date);
  if (second === undefined)
    return offset;
  return {
    least: Math.max(offset.least, second - receivedAt),
    most: Math.min(offset.most, second + 1000 - sentAt)
  };
}
/**
 * How long to wait before the next look so that it halves what is not known of the server's clock:
 * until the server's next second begins, if its clock were in the middle of what is possible.
 * @param now our clock, ms
 */
function untilNarrower({ least, most }, now) {
  if (!(Number.isFinite(least) && Number.isFinite(most)))
    return 1_000;
  const intoSecond = (now + (least + most) / 2) % 1_000;
  return 1_000 - intoSecond;
}
/**
 * Looks for the record of an attempt. `ours` and `absent` are certain; everything that could be
 * ours or somebody else's is `unsure`. The reasoning is in docs/decisions/lost-answers.md.
 * @param now our clock when the records had come, ms
 */
function findOurs(records, attempt, offset, now = Infinity) {
  const { marker } = attempt;
  const sameKind = records.filter(record => record.environment === attempt.environment && record.deploy === attempt.deploy);
  const marked = marker === undefined ? undefined : sameKind.find(record => record.description.includes(marker));
  if (marked !== undefined)
    return { kind: 'ours', record: marked };
  // Records of the future were dated by another clock than the `Date` header's.
  const clockKnown = offset.least <= offset.most && !records.some(({ date }) => date.from > now + offset.most);
  const candidates = sameKind.filter(record => !clockKnown || record.date.to > attempt.startedAt + offset.least);
  const [only] = candidates;
  if (only === undefined)
    return { kind: 'absent' };
  const certainlyAfter = clockKnown && only.date.from >= attempt.startedAt + offset.most;
  const withoutDescription = only.description === '' || only.description === defaultDescription;
  // With a marker sent, a record without it is somebody else's, or the server has changed the description.
  return candidates.length === 1 && certainlyAfter && withoutDescription && marker === undefined
    ? { kind: 'ours', record: only }
    : { kind: 'unsure' };
}
/** The revision of an attempt that is known to have succeeded; undefined when no record is told apart from others. */
function newestRevision(records, attempt, offset) {
  const { marker } = attempt;
  const sameKind = records.filter(record => record.environment === attempt.environment && record.deploy === attempt.deploy);
  const marked = marker === undefined ? [] : sameKind.filter(({ description }) => description.includes(marker));
  if (marker !== undefined)
    return marked.length === 0 ? undefined : Math.max(...marked.map(({ revision }) => revision));
  const [only, ...others] = sameKind.filter(({ date }) => Number.isFinite(offset.least) && date.to > attempt.startedAt + offset.least);
  return others.length > 0 ? undefined : only?.revision;
}

;// CONCATENATED MODULE: ./lib/lookup.js



const lookup_firstPauseMs = 250;
const lookup_longestPauseMs = 2_000;
/** Each unsure look halves what is not known of the server's clock, so more would not help. */
const mostUnsureLooks = 10;
const unreadable = { kind: 'untold', why: 'The deploy history could not be read.' };
const ambiguous = {
  kind: 'untold',
  why: 'The deploy history holds a record of this very time, which may be this deployment or somebody else’s; with a `description` the two could be told apart.'
};
/**
 * Looks in the deploy history for what was sent until it is found, the history turns out to be of no
 * use, or patience ends. Each look also narrows down the server's clock.
 */
async function lookUp(manager, group, attempt, patience, signal) {
  const startedAt = performance.now();
  let offset = anyOffset;
  let unsureLooks = 0;
  for (let backoffMs = lookup_firstPauseMs;; backoffMs = Math.min(lookup_longestPauseMs, backoffMs * 1.3)) {
    const reply = await manager.deployHistory(group, {
      retries: 0,
      timeoutMs: Math.max(patience.mostMs - (performance.now() - startedAt), 1_000)
    });
    const receivedAt = reply.endedAt;
    const records = readHistory(reply);
    if (reply.answered && records === undefined && reply.status < 500 && reply.status !== 429)
      return {
        kind: 'untold',
        why: `The deploy history cannot tell: the server answered ${reply.status}${reply.status === 404 ? ', as servers before 2026.04 do' : ''}.`
      };
    if (reply.answered && records !== undefined)
      offset = narrow(offset, reply.headers.date, reply.startedAt, receivedAt);
    const finding = records === undefined ? undefined : findOurs(records, attempt, offset, receivedAt);
    if (finding?.kind === 'ours')
      return finding;
    const soFar = finding === undefined ? unreadable : finding.kind === 'unsure' ? ambiguous : finding;
    let pauseMs = backoffMs;
    let over;
    if (finding?.kind === 'absent') {
      // It counts when it was not there late enough: an answer may be as old as its request.
      over = reply.startedAt - startedAt >= patience.absentMs;
      pauseMs = Math.min(backoffMs, Math.max(startedAt + patience.absentMs - receivedAt, 0));
    }
    else {
      if (finding !== undefined) {
        pauseMs = untilNarrower(offset, receivedAt);
        unsureLooks += 1;
      }
      over = unsureLooks > mostUnsureLooks || receivedAt + pauseMs - startedAt >= patience.mostMs;
    }
    if (over || signal.aborted || (await (0,promises_namespaceObject.setTimeout)(pauseMs, false, { signal }).catch(() => true)))
      return soFar;
  }
}
/** The revision of an attempt that is known to have succeeded, where one look in the history tells it. */
async function revisionSince(manager, group, attempt, limits) {
  const reply = await manager.deployHistory(group, { retries: 0, ...limits });
  return reply.answered
    ? newestRevision(readHistory(reply) ?? [], attempt, narrow(anyOffset, reply.headers.date, reply.startedAt, reply.endedAt))
    : undefined;
}

;// CONCATENATED MODULE: ./lib/verify.js



const verify_firstPauseMs = 500;
const verify_longestPauseMs = 5_000;
const probesAtOnce = 4;
const shortestCallMs = 100;
const mostNamed = 20;
/** There may be hundreds of API Proxies, and each problem quotes the server. */
const longestProblem = 1_000;
/** Looks until all is as it should be, the time is up or the run is cancelled. A line a change. */
async function pollUntilVerified(look, watch) {
  let before = '';
  for (let pauseMs = verify_firstPauseMs;; pauseMs = Math.min(verify_longestPauseMs, pauseMs * 1.5)) {
    const sighting = await look();
    if (sighting.verified)
      return sighting;
    if (sighting.problem !== before)
      watch.tell(`not yet: ${sighting.problem}`);
    before = sighting.problem;
    if (sighting.final === true ||
      watch.signal.aborted ||
      performance.now() + pauseMs >= watch.endsAt)
      return sighting;
    await (0,promises_namespaceObject.setTimeout)(pauseMs, undefined, { signal: watch.signal }).catch(() => undefined);
  }
}
function limitsOf(watch) {
  return {
    retries: 0,
    timeoutMs: Math.max(watch.endsAt - performance.now(), shortestCallMs),
    signal: watch.signal
  };
}
function isOver({ endsAt, signal }) {
  return signal.aborted || performance.now() >= endsAt;
}
/**
 * Polls the Manager's list of the group's environments until it shows the target as it should be.
 * @param deployed what the list should say; an environment that is not listed is not deployed
 */
async function verifyEnvironment(target, deployed, watch) {
  let listed;
  const sighting = await pollUntilVerified(async () => {
    const reply = await watch.manager.environmentsOf(target.group, limitsOf(watch));
    const environments = readListedEnvironments(reply);
    if (environments === undefined)
      return {
        verified: false,
        problem: `the Manager does not tell which environments the group is deployed to (${describeReply(reply)})`,
        final: isFinal(reply)
      };
    listed = environments.find(({ name }) => name === target.environment);
    const seen = listed === undefined ? false : listed.deployed;
    if (seen === undefined)
      return {
        verified: false,
        problem: 'the Manager lists the environment in a state that is not known'
      };
    return seen === deployed
      ? { verified: true, problem: '' }
      : {
        verified: false,
        problem: `the Manager ${deployed ? 'does not list' : 'still lists'} the environment as deployed`
      };
  }, watch);
  return { ...sighting, listed };
}
/** Polls the route health of each API Proxy of the group until every worker pod serves every one. */
async function verifyRoutes(target, watch) {
  let proxies;
  let waiting = [];
  const sighting = await pollUntilVerified(async () => {
    if (proxies === undefined) {
      const reply = await watch.manager.members(target.group, limitsOf(watch));
      proxies = readNames(reply);
      if (proxies === undefined)
        return {
          verified: false,
          problem: `the Manager does not tell which API Proxies the group has (${describeReply(reply)})`,
          final: isFinal(reply)
        };
      if (proxies.length === 0)
        return {
          verified: false,
          problem: 'the group has no API Proxies, so nothing shows that it is served',
          final: true
        };
      waiting = proxies;
    }
    let probes = await probe(waiting, target, watch);
    // Those that were well at an earlier look are asked again, so that all are seen at one time.
    if (waiting.length < proxies.length && probes.every(({ problem }) => problem === ''))
      probes = await probe(proxies, target, watch);
    waiting = probes.filter(({ problem }) => problem !== '').map(({ proxy }) => proxy);
    return {
      verified: waiting.length === 0,
      problem: grouped(probes),
      final: probes.some(({ final }) => final)
    };
  }, watch);
  return { ...sighting, members: proxies?.length ?? 0 };
}
/** For each API Proxy what is wrong with it, empty when nothing is; asked for a few at a time. */
async function probe(proxies, target, watch) {
  const probes = [];
  for (let from = 0; from < proxies.length; from += probesAtOnce) {
    if (isOver(watch))
      return [
        ...probes,
        ...proxies
          .slice(from)
          .map(proxy => ({ proxy, problem: 'there was no time to ask', final: true }))
      ];
    probes.push(...(await Promise.all(proxies.slice(from, from + probesAtOnce).map(async (proxy) => {
      const reply = await watch.manager.routeHealth(proxy, target.environment, limitsOf(watch));
      const problems = readRouteProblems(reply);
      if (problems === undefined)
        return {
          proxy,
          problem: `the server does not tell which pods serve it (${describeReply(reply)})`,
          final: isFinal(reply)
        };
      return { proxy, problem: problems.join(', ').slice(0, longestProblem), final: false };
    }))));
  }
  return probes;
}
/** The problems, each once with the API Proxies that have it. */
function grouped(probes) {
  const proxiesOf = new Map();
  for (const { proxy, problem } of probes)
    if (problem !== '')
      proxiesOf.set(problem, [...(proxiesOf.get(problem) ?? []), proxy].slice(0, mostNamed));
  return Array.from(proxiesOf, ([problem, proxies]) => `${proxies.join(', ')}${proxies.length === mostNamed ? ' and maybe others' : ''}: ${problem}`).join('; ');
}
/** A server without these calls, or one that does not permit them, will not change its mind. */
function isFinal(reply) {
  return reply.answered && reply.status >= 400 && reply.status < 500 && reply.status !== 429;
}

;// CONCATENATED MODULE: ./lib/target.js








/** The time for a server to say that it is well; when it takes longer, the deployment will show. */
const healthMs = 10_000;
/** A revision that takes longer to look up is left out. */
const revisionMs = 10_000;
/** A reset within this time means that the server dropped the request; idle timers are longer. */
const longestDropMs = 30_000;
/** The most worker pods that are kept of a target, failed ones first, and of each of their texts, in characters. */
const target_mostPods = 200;
const longestOfPod = 500;
/** How long a record may take to appear after a drop, and at most when the server may still be working. */
const settleMs = 5_000;
const longestLookMs = 60_000;
/** Carries out one target, whatever the operation, and says what became of it. Never throws. */
async function carryOut(target, step) {
  const startedAt = performance.now();
  const judgement = await story(target, step).catch(brokeOff);
  const { pods = [], said, told } = judgement;
  const kept = (pods.length > target_mostPods ? failedFirst(pods).slice(0, target_mostPods) : pods).map(pod => ({
    ...pod,
    name: step.tidy(pod.name, longestOfPod),
    ip: step.tidy(pod.ip, longestOfPod),
    message: step.tidy(pod.message, longestOfPod)
  }));
  return {
    target,
    durationMs: performance.now() - startedAt,
    ...judgement,
    said: step.tidy(said),
    told: [
      told,
      ...hints(target, judgement),
      ...(kept.length < pods.length
        ? [`Of the ${pods.length} worker pods, ${target_mostPods} are listed.`]
        : [])
    ]
      .filter(Boolean)
      .join(' '),
    ...(pods.length > 0 && { pods: kept })
  };
}
/** What a name may be wrong about, as the server only says that it does not know it. */
function hints({ group, environment }, { reason }) {
  return (reason === 'not-found' || reason === 'rejected') && /[,;]/.test(group + environment)
    ? ['Several names go one a line, without commas.']
    : [];
}
/** A mistake of ours in one target must not take the outcomes of the others with it. */
function brokeOff(error) {
  return {
    status: 'unknown',
    reason: 'unexpected-response',
    said: error instanceof Error ? error.message : String(error),
    told: `The action broke off here, which is a defect of it: please report it. ${reasons['connection-lost'].remedy}`
  };
}
async function story(target, step) {
  const { inputs, listings, manager } = step;
  const refusal = await step.refusal;
  if (refusal !== undefined)
    return refusal;
  if (inputs.operation === 'check')
    return check(listings, target);
  if (inputs.skipIfCurrent && inputs.operation === 'deploy') {
    const current = await ifCurrent(target, manager);
    if (current !== undefined)
      return inputs.verify === 'routes' ? routesOf(current, target, step) : current;
  }
  const { judgement, attempt } = await sendAndSettle(target, step);
  return judgement.status === 'succeeded' && inputs.verify !== 'none'
    ? verify(target, step, judgement, attempt)
    : judgement;
}
/** `current` where the Manager says so in as many words; undefined where it does not, or cannot tell. */
async function ifCurrent(target, manager) {
  const environments = readListedEnvironments(await manager.environmentsOf(target.group));
  const listed = environments?.find(({ name }) => name === target.environment);
  if (listed?.deployed !== true || listed.redeployRequired !== false)
    return undefined;
  return {
    status: 'current',
    reason: 'current',
    said: '',
    told: 'Deployed already, and nothing has changed since: nothing was sent.',
    ...(listed.accessUrl !== undefined && { accessUrl: listed.accessUrl })
  };
}
/**
 * Asks for the server's health. A server that does not accept our certificate may hang up only
 * after our side of the handshake is done, when a deployment would be on its way already.
 * @returns what that means for each target; undefined when nothing was refused
 */
async function clientCertificateRefusal(manager, timeoutMs) {
  const reply = await manager.health({ retries: 1, timeoutMs: Math.min(healthMs, timeoutMs) });
  if (reply.answered || !['tls', 'reset', 'closed'].includes(reply.ending))
    return undefined;
  const refusal = judgeNoAnswer({
    ...reply,
    ending: 'tls',
    sent: false,
    tlsProblem: reply.tlsProblem ?? 'client-certificate'
  });
  return reply.ending === 'tls'
    ? refusal
    : {
      ...refusal,
      told: `The server hung up when asked for its health, perhaps to refuse a certificate. ${refusal.told}`
    };
}
/** Sends the request; when its answer is lost, looks it up, and sends it again only when that is safe. */
async function sendAndSettle(target, step) {
  const { inputs, manager, signal } = step;
  const deploy = inputs.operation === 'deploy';
  const done = deploy ? 'deployed' : 'undeployed';
  // One marker and one beginning for all tries: a record of an earlier one may appear late, and is ours as well.
  const marker = inputs.description === undefined
    ? undefined
    : `[${process.getBuiltinModule('node:crypto').randomBytes(6).toString('hex')}]`;
  const note = {
    description: marker === undefined ? undefined : `${inputs.description} ${marker}`,
    persistent: inputs.persistent
  };
  let startedAt;
  for (let { retries } = inputs;; retries -= 1) {
    const { triesLeft, ...reply } = await (deploy ? manager.deploy : manager.undeploy)(target.group, target.environment, note, retries);
    retries = triesLeft;
    const alone = judge(reply, target.environment, done);
    const judgement = startedAt === undefined || alone.status === 'succeeded' ? alone : afterLostTry(alone);
    startedAt ??= reply.startedAt;
    const attempt = { environment: target.environment, deploy, startedAt, marker };
    const adding = (sentence) => ({
      judgement: { ...judgement, told: `${judgement.told} ${sentence}` },
      attempt
    });
    if (judgement.reason === 'rejected' && (note.description ?? note.persistent) !== undefined)
      return adding('Servers of the first API edition take neither `description` nor `persistent`.');
    if (!isLost(reply, alone))
      return { judgement, attempt };
    step.tell(target, 'the answer was lost; looking in the deploy history');
    const mostMs = Math.min(longestLookMs, inputs.timeoutMs);
    const found = await lookUp(manager, target.group, attempt, { mostMs, absentMs: wasDropped(reply) ? Math.min(settleMs, mostMs) : mostMs }, signal);
    if (found.kind === 'ours')
      return {
        judgement: {
          status: 'succeeded',
          reason: done,
          said: '',
          told: 'The answer was lost, and the deploy history confirms it.',
          revision: found.record.revision
        },
        attempt
      };
    const mayTryAgain = found.kind === 'absent' && wasDropped(reply) && retries > 0 && !signal.aborted;
    if (!mayTryAgain)
      return adding(found.kind === 'absent' ? 'The deploy history does not show it so far.' : found.why);
    step.tell(target, 'it is not in the deploy history, so it is sent once more');
  }
}
/** A reset after a long silence may be a load balancer's, with the server still at work behind it. */
function wasDropped(reply) {
  return (!reply.answered && reply.ending === 'reset' && reply.endedAt - reply.startedAt < longestDropMs);
}
/** Whatever became of a further try: the one before was sent, and may still be carried out. */
function afterLostTry(judgement) {
  return {
    ...judgement,
    status: 'unknown',
    reason: 'connection-lost',
    told: `An earlier try was sent, and its answer lost: it may still be carried out. The next one: ${reasons[judgement.reason].label}. ${reasons['connection-lost'].remedy}`
  };
}
/** True when the request may have been carried out and nothing that the Manager said of it reached us: no record overrules a no. */
function isLost(reply, judgement) {
  if (judgement.status !== 'unknown')
    return false;
  if (reply.answered)
    return isGatewaysGuess(reply) && !holdsNo(reply.body);
  const { ending, httpStatus, begun } = reply;
  const saysNo = httpStatus !== undefined && !(httpStatus === 200 && begun !== undefined && beganWell(begun));
  return !saysNo && ['reset', 'closed', 'cut', 'deadline'].includes(ending);
}
/** Looks at what is really live; a deployment that was accepted and cannot be seen has failed. */
async function verify(target, step, judgement, attempt) {
  const { inputs, manager, signal } = step;
  const deploy = inputs.operation === 'deploy';
  const watch = watchOf(target, step);
  const listing = await verifyEnvironment(target, deploy, watch);
  const routes = listing.verified && inputs.verify === 'routes' ? await verifyRoutes(target, watch) : undefined;
  const sighting = routes ?? listing;
  const accessUrl = listing.listed?.deployed === true ? listing.listed.accessUrl : undefined;
  const revision = judgement.revision ??
    (await revisionSince(manager, target.group, attempt, {
      timeoutMs: Math.min(revisionMs, inputs.timeoutMs),
      signal
    }));
  const seen = {
    ...judgement,
    ...(accessUrl !== undefined && { accessUrl }),
    ...(revision !== undefined && { revision })
  };
  if (!sighting.verified)
    return notVerified(seen, sighting.problem, `The ${deploy ? 'deployment' : 'undeployment'} itself was accepted.`, signal);
  const proof = routes === undefined
    ? `The Manager ${deploy ? 'lists' : 'no longer lists'} it as deployed.`
    : served(routes.members);
  return { ...seen, told: `${seen.told} ${proof}`.trim() };
}
/** Looks whether what is deployed already is served, too. */
async function routesOf(current, target, step) {
  const { verified, problem, members } = await verifyRoutes(target, watchOf(target, step));
  return verified
    ? { ...current, told: `${current.told} ${served(members)}` }
    : notVerified(current, problem, 'Nothing was sent, as it is deployed already.', step.signal);
}
function watchOf(target, { inputs, manager, signal, tell }) {
  return {
    manager,
    signal,
    endsAt: performance.now() + inputs.verifyTimeoutMs,
    tell: line => {
      tell(target, line);
    }
  };
}
function served(members) {
  return `Every worker pod serves all API Proxies of the group (${members}).`;
}
function notVerified(seen, problem, before, { aborted }) {
  return {
    ...seen,
    status: 'failed',
    reason: 'not-verified',
    said: problem,
    told: `${before} ${aborted ? 'The run was cancelled before it could be verified.' : reasons['not-verified'].remedy}`
  };
}

;// CONCATENATED MODULE: ./lib/main.js















/** The action's story: read, plan, deploy, report. Never throws. @returns the exit code */
async function main() {
  const startedAt = performance.now();
  try {
    const signal = cancellation();
    const inputs = readInputs();
    refuseUncheckedTls();
    const plan = planOf(inputs);
    const conditions = {
      ...inputs,
      failFast: inputs.failFast && inputs.operation !== 'check',
      signal
    };
    const step = stepOf(inputs, signal);
    const outcomes = await deploy(plan, target => carryOut(target, step), conditions, observersOf(step).map(neverDeciding));
    return report({
      ...inputs,
      outcomes,
      cancelled: signal.aborted,
      durationMs: performance.now() - startedAt
    });
  }
  catch (error) {
    return reportFailure(error);
  }
}
function stepOf(inputs, signal) {
  const line = openLine({
    ...inputs,
    proxy: inputs.proxy?.href,
    connections: inputs.maxParallel,
    onAnswer: answer => {
      log_debug(`${answer.status} ${answer.body}`);
    }
  });
  const manager = managerAt(line, inputs.project, {
    retries: inputs.retries,
    timeoutMs: inputs.timeoutMs,
    signal,
    onPause: ({ reply, pauseMs, triesLeft }) => {
      print(`Trying again in ${inWords(pauseMs)}, ${triesLeft} left: ${describeReply(reply)}`);
    }
  });
  return {
    inputs,
    manager,
    signal,
    listings: listingsFrom(manager),
    refusal: inputs.clientCertificate === undefined || inputs.url.protocol === 'http:'
      ? Promise.resolve(undefined)
      : clientCertificateRefusal(manager, inputs.timeoutMs),
    tidy: keptText,
    tell: printNews
  };
}
/** Everyone who wants to know of the run's progress. */
function observersOf({ inputs, manager }) {
  const progress = progressOf(inputs.operation);
  if (inputs.githubToken === undefined || inputs.operation !== 'deploy')
    return [progress];
  const typeOf = async ({ environment, targets: [target] }) => {
    const environments = readListedEnvironments(await manager.environmentsOf(target?.group ?? '', { retries: 0, timeoutMs: 2_000 }));
    return environments?.find(({ name }) => name === environment)?.type;
  };
  return [progress, githubDeployments(inputs.githubToken, typeOf)];
}
/** Aborts when the runner cancels the run; further signals change nothing, as the end is on its way. */
function cancellation() {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'])
    process.on(name, () => {
      controller.abort();
    });
  return controller.signal;
}
/** Node would heed the variable on the way to a proxy. */
function refuseUncheckedTls() {
  if (process.env.NODE_TLS_REJECT_UNAUTHORIZED === '0') {
    delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    annotateWarning('NODE_TLS_REJECT_UNAUTHORIZED is 0', 'This action checks certificates all the same, but other steps of this job may talk to anyone. Remove the variable, and give a private authority in `ca-certificate`.');
  }
}

;// CONCATENATED MODULE: ./lib/index.js



// Until success is proven, whatever ends this process ends it red.
process.exitCode = 1;
outliveLog();
/** Ends at once, without waiting for idle connections, but not before the log is out. */
function end(code) {
  process.exitCode = code;
  whenPrinted(() => {
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

