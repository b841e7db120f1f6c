"use strict";
exports.id = 126;
exports.ids = [126];
exports.modules = {
126:
((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {
__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   PemError: () => (/* binding */ PemError),
/* harmony export */   isFilePath: () => (/* binding */ isFilePath),
/* harmony export */   isKeyOfCertificate: () => (/* binding */ isKeyOfCertificate),
/* harmony export */   readCertificates: () => (/* binding */ readCertificates),
/* harmony export */   readPrivateKey: () => (/* binding */ readPrivateKey)
/* harmony export */ });
const fs = process.getBuiltinModule('node:fs');
const os = process.getBuiltinModule('node:os');
const path = process.getBuiltinModule('node:path');
class PemError extends Error {
}
function readCertificates(value) {
	return readBlocks(value, 'CERTIFICATE');
}
function readPrivateKey(value) {
	const [key = '', ...others] = readBlocks(value, 'PRIVATE KEY');
	if (others.length > 0) {
		throw new PemError(`contains ${others.length + 1} private keys. Keep only one`);
	}
	return key;
}
function isKeyOfCertificate(key, certificate) {
	const { createPrivateKey, X509Certificate } = process.getBuiltinModule('node:crypto');
	return new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key));
}
function isFilePath(value) {
	if (/-----BEGIN|[\r\n]/.test(value) || value.length > 4_096) {
		return false;
	}
	const isBase64 = /^(?:M[\w+/=]{39,}|[\w+/= -]{64,})$/.test(value.replaceAll(/\\+[rn]/g, ''));
	const looksLikePath = /^[\p{L}\p{N}_ ./\\:~@+()-]*$/u.test(value);
	return (looksLikePath && !isBase64) || fs.existsSync(resolvePath(value));
}
function readBlocks(value, kind) {
	const { content, subject } = isFilePath(value)
		? readFile(value)
		: { content: Buffer.from(value), subject: '' };
	const decoded = decodeBase64(content);
	const text = toText(decoded);
	const blocks = findBlocks(text);
	const wanted = blocks.filter(({ label }) => label === kind || label.endsWith(` ${kind}`));
	if (wanted.length === 0) {
		throw new PemError(subject + explainMissing(decoded, text, blocks, kind));
	}
	return wanted.map(block => {
		const problem = explainUnusable(block);
		if (problem !== undefined) {
			throw new PemError(subject + problem);
		}
		return toCleanPem(block);
	});
}
function resolvePath(value) {
	return path.resolve(value.replace(/^~(?=[/\\])/, () => os.homedir()));
}
const fileErrors = {
	ENOENT: 'does not exist',
	EACCES: 'may not be read by the user that runs this job',
	EISDIR: 'is a directory'
};
function readFile(value) {
	const file = resolvePath(value);
	try {
		return { content: fs.readFileSync(file), subject: `names the file \`${file}\`, which ` };
	}
	catch (error) {
		const { code = 'unknown error' } = error;
		const hint = /^(?:[~/\\]|[a-z]:)/i.test(value)
			? ''
			: '. A relative path starts in the workspace, which is empty before `actions/checkout`';
		throw new PemError(`is neither PEM text nor a file that can be read: \`${file}\` ` +
			`${fileErrors[code] ?? `cannot be read (${code})`}${hint}`);
	}
}
function decodeBase64(content) {
	const compact = content.toString('latin1').replaceAll(/\\+[rn]|\s/g, '');
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
function toCleanPem({ label, body }) {
	const lines = body.replaceAll(/\s+/g, '').match(/.{1,64}/g) ?? [];
	return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`].join('\n');
}
function explainUnusable(block) {
	if (block.label === 'ENCRYPTED PRIVATE KEY' || block.body.includes('ENCRYPTED')) {
		return ('contains an encrypted private key, and there is no input for its passphrase. ' +
			'Decrypt it: `openssl pkey -in encrypted.pem -out key.pem`');
	}
	if (block.label === 'OPENSSH PRIVATE KEY') {
		return ('contains a private key in OpenSSH form, which TLS cannot use. ' +
			'Convert a copy of it: `ssh-keygen -p -m PKCS8 -f key`');
	}
	return canBeRead(block)
		? undefined
		: `contains a PEM block (\`${block.label}\`) that is cut off or damaged. Copy it again`;
}
function canBeRead(block) {
	const { createPrivateKey, X509Certificate } = process.getBuiltinModule('node:crypto');
	const isCertificate = block.label.endsWith('CERTIFICATE');
	const read = isCertificate ? (pem) => new X509Certificate(pem) : createPrivateKey;
	try {
		read(toCleanPem(block));
		return true;
	}
	catch {
		return false;
	}
}
const kinds = {
	CERTIFICATE: { name: 'certificate', inputs: '`client-certificate` or `ca-certificate`' },
	'PRIVATE KEY': { name: 'private key', inputs: '`client-key`' }
};
function explainMissing(content, text, blocks, kind) {
	const expected = `but a ${kinds[kind].name} is expected here`;
	const other = kind === 'CERTIFICATE' ? 'PRIVATE KEY' : 'CERTIFICATE';
	if (blocks.some(({ label }) => label.endsWith(other))) {
		const { name, inputs } = kinds[other];
		return `contains a ${name}, ${expected}. A ${name} belongs in ${inputs}`;
	}
	const [first] = blocks;
	if (first !== undefined) {
		const isChain = first.label === 'PKCS7' && kind === 'CERTIFICATE';
		const remedy = isChain ? `. Convert it: \`${pkcs7ToPem}\`` : '';
		return `contains \`${first.label}\`, ${expected}${remedy}`;
	}
	if (text.includes('-----BEGIN')) {
		return 'has a BEGIN line without its END line. Copy the whole text, with every line';
	}
	return (explainBinary(content, kind) ?? `contains no PEM text, which starts with \`-----BEGIN ${kind}\``);
}
const conversions = {
	CERTIFICATE: {
		der: 'openssl x509 -inform der -in certificate.cer -out certificate.pem',
		pkcs12: 'openssl pkcs12 -in store.p12 -nokeys -out certificate.pem'
	},
	'PRIVATE KEY': {
		der: 'openssl pkey -inform der -in key.der -out key.pem',
		pkcs12: 'openssl pkcs12 -in store.p12 -nocerts -nodes -out key.pem'
	}
};
const pkcs7ToPem = 'openssl pkcs7 -print_certs -in chain.p7b -out chain.pem';
const keystoreToPkcs12 = 'keytool -importkeystore -srckeystore store.jks -destkeystore store.p12 -deststoretype pkcs12';
function explainBinary(content, kind) {
	const { der, pkcs12 } = conversions[kind];
	if (content.subarray(0, 4).toString('hex') === 'feedfeed') {
		return `is a Java keystore. Convert it: \`${keystoreToPkcs12}\`, then \`${pkcs12}\``;
	}
	const start = content.subarray(0, 9).toString('hex');
	const parts = /^30(?:80|81..|82.{4}|83.{6}|84.{8})(30|06|02.{4})|^30[0-7].(02.{4})/.exec(start);
	const first = parts?.[1] ?? parts?.[2];
	if (first === undefined) {
		return undefined;
	}
	if (first === '020103') {
		return `is PKCS#12, not PEM. Convert it: \`${pkcs12}\``;
	}
	const isChain = first === '06' && kind === 'CERTIFICATE';
	const command = isChain ? pkcs7ToPem.replace(' -in', ' -inform der -in') : der;
	return `is in DER form, not PEM. Convert it: \`${command}\``;
}
})
};
;