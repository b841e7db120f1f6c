"use strict";
exports.id = 118;
exports.ids = [118];
exports.modules = {
118:
((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {
__webpack_require__.r(__webpack_exports__);
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

;// CONCATENATED MODULE: ./lib/report/github-api.js
const timeoutMs = 2_000;
const pausesMs = [500, 1_000, 2_000, 4_000];
const pausesWhenCancelledMs = [250];
class GitHubError extends Error {
	status;
	constructor(message, status) {
		super(message);
		this.status = status;
	}
}
function createGitHubApi(http, { githubEnvironment, signal: cancelled }) {
	const { owner, repo } = context.repo;
	const deployments = `/repos/${owner}/${repo}/deployments`;
	const log_url = `${context.serverUrl}/${owner}/${repo}/actions/runs/${context.runId}`;
	const postStatus = async (id, status) => {
		const body = { log_url, auto_inactive: false, ...status };
		await call(http, 'POST', `${deployments}/${id}/statuses`, body);
	};
	const setStatus = (id, status) => retry(() => postStatus(id, status), cancelled);
	const nameEnvironment = ({ project, environment }) => githubEnvironment
		.replaceAll('{environment}', () => environment)
		.replaceAll('{project}', () => project);
	return {
		create: async ({ description, record, isProduction }) => {
			const created = await call(http, 'POST', deployments, {
				ref: context.sha,
				environment: nameEnvironment(record),
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
		begin: id => postStatus(id, { state: 'in_progress' }),
		setStatus,
		setInactive: async ({ groups, ...place }) => {
			const name = nameEnvironment(place);
			const query = new URLSearchParams({ environment: name, per_page: '100' });
			for (const row of toArray(await call(http, 'GET', `${deployments}?${query.toString()}`))) {
				const id = readField(row, 'id');
				const record = readRecord(readField(row, 'payload'));
				const isOurs = record?.project === place.project && record.environment === place.environment;
				if (typeof id !== 'number' || !isOurs || !isCovered(record.groups, groups)) {
					continue;
				}
				const statuses = await call(http, 'GET', `${deployments}/${id}/statuses?per_page=1`);
				const state = readField(toArray(statuses)[0], 'state');
				if (state === 'inactive' || cancelled.aborted) {
					return;
				}
				if (state === 'success') {
					await setStatus(id, { state: 'inactive' });
				}
			}
		}
	};
}
function isCovered(recorded, groups) {
	return recorded.length > 0 && recorded.every(group => groups.has(group));
}
async function call(http, method, path, body) {
	const signal = AbortSignal.timeout(timeoutMs);
	const text = body && JSON.stringify(body);
	const result = await http.send({ method, path, body: text, timeoutMs, signal });
	if (result.kind !== 'complete') {
		const isLate = result.kind === 'timeout' || result.kind === 'cancelled';
		throw new GitHubError(isLate ? 'GitHub did not respond within 2 s' : result.detail);
	}
	const { status } = result;
	const value = parseJson(result.body);
	if (status >= 300) {
		const message = readField(value, 'message');
		const quoted = typeof message === 'string' ? message : 'no message';
		const isRefused = status === 403 || status === 404;
		const remedy = isRefused ? '. Give the job `permissions: deployments: write`' : '';
		throw new GitHubError(`GitHub responded with ${status}: ${quoted}${remedy}`, status);
	}
	return value;
}
async function retry(send, cancelled) {
	for (let tries = 0;; tries += 1) {
		try {
			await send();
			return;
		}
		catch (error) {
			const pauseMs = (cancelled.aborted ? pausesWhenCancelledMs : pausesMs)[tries];
			const { status = 500 } = Object(error);
			if (pauseMs === undefined || (status < 500 && status !== 429)) {
				throw error;
			}
			await process.getBuiltinModule('node:timers/promises').setTimeout(pauseMs);
		}
	}
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
	if (!Array.isArray(groups)) {
		return undefined;
	}
	const [project, environment] = ['project', 'environment'].map(name => readField(record, name));
	return { project: String(project), environment: String(environment), groups: groups.map(String) };
}
function toArray(value) {
	return Array.isArray(value) ? value : [];
}
function readField(value, name) {
	return Object(value)[name];
}
})
};
;