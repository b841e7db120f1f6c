export const id = 913;
export const ids = [913];
export const modules = {

/***/ 913:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  createGitHubApi: () => (/* binding */ createGitHubApi)
});

// EXTERNAL MODULE: external "fs"
var external_fs_ = __webpack_require__(896);
// EXTERNAL MODULE: external "os"
var external_os_ = __webpack_require__(857);
;// CONCATENATED MODULE: ./lib/node_modules/@actions/github/lib/context.js


class Context {
	constructor() {
		var _a, _b, _c;
		this.payload = {};
		if (process.env.GITHUB_EVENT_PATH) {
			if ((0,external_fs_.existsSync)(process.env.GITHUB_EVENT_PATH)) {
				this.payload = JSON.parse((0,external_fs_.readFileSync)(process.env.GITHUB_EVENT_PATH, { encoding: 'utf8' }));
			}
			else {
				const path = process.env.GITHUB_EVENT_PATH;
				process.stdout.write(`GITHUB_EVENT_PATH ${path} does not exist${external_os_.EOL}`);
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

;// CONCATENATED MODULE: ./lib/node_modules/@actions/github/lib/github.js


const context = new Context();
function getOctokit(token, options, ...additionalPlugins) {
	const GitHubWithPlugins = GitHub.plugin(...additionalPlugins);
	return new GitHubWithPlugins(getOctokitOptions(token, options));
}

;// CONCATENATED MODULE: ./lib/report/github-api.js

const timeoutMs = 2_000;
class GitHubError extends Error {
	status;
	constructor(message, status) {
		super(message);
		this.status = status;
	}
}
function createGitHubApi(http) {
	const { owner, repo } = context.repo;
	const deployments = `/repos/${owner}/${repo}/deployments`;
	const log_url = `${context.serverUrl}/${owner}/${repo}/actions/runs/${context.runId}`;
	const call = async (method, path, body) => {
		const signal = AbortSignal.timeout(timeoutMs);
		const result = await http.send({
			method,
			path,
			body: body && JSON.stringify(body),
			timeoutMs,
			signal
		});
		if (result.kind !== 'complete') {
			const isLate = result.kind === 'timeout' || result.kind === 'cancelled';
			throw new GitHubError(isLate ? 'GitHub did not respond within 2 s' : result.detail);
		}
		const value = parseJson(result.body);
		if (result.status >= 300) {
			const message = readField(value, 'message');
			const text = typeof message === 'string' ? message : 'no message';
			throw new GitHubError(`GitHub responded with ${result.status}: ${text}`, result.status);
		}
		return value;
	};
	return {
		create: async ({ name, description, record, isProduction }) => {
			const created = await call('POST', deployments, {
				ref: context.sha,
				environment: name,
				auto_merge: false,
				required_contexts: [],
				description,
				payload: { apinizer: record },
				...(isProduction !== undefined && { production_environment: isProduction })
			});
			const id = readField(created, 'id');
			if (typeof id !== 'number') {
				throw new GitHubError('GitHub created no deployment');
			}
			return id;
		},
		setStatus: async (id, status) => {
			const body = { log_url, auto_inactive: false, ...status };
			await call('POST', `${deployments}/${id}/statuses`, body);
		},
		list: async (name) => {
			const query = new URLSearchParams({ environment: name, per_page: '100' });
			const rows = await call('GET', `${deployments}?${query.toString()}`);
			return toArray(rows).flatMap(row => {
				const id = readField(row, 'id');
				return typeof id === 'number' ? [{ id, record: readRecord(readField(row, 'payload')) }] : [];
			});
		},
		getState: async (id) => {
			const [newest] = toArray(await call('GET', `${deployments}/${id}/statuses?per_page=1`));
			const state = readField(newest, 'state');
			return typeof state === 'string' ? state : undefined;
		}
	};
}
function parseJson(text) {
	try {
		return JSON.parse(text);
	}
	catch {
		return undefined;
	}
}
function readRecord(payload) {
	const record = readField(typeof payload === 'string' ? parseJson(payload) : payload, 'apinizer');
	const groups = readField(record, 'groups');
	return Array.isArray(groups)
		? {
			project: String(readField(record, 'project')),
			environment: String(readField(record, 'environment')),
			groups: groups.map(String)
		}
		: {};
}
function toArray(value) {
	return Array.isArray(value) ? value : [];
}
function readField(value, name) {
	return Object(value)[name];
}


/***/ })

};
