const refuse = () => { throw new Error('not part of this action') }
export class HttpClient { constructor() { refuse() } }
export class BearerCredentialHandler { constructor() { refuse() } }
