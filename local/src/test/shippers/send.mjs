// Sends events as a client does that others wrote: `node send.mjs CLIENT URL TOKEN`, the events as an array of
// texts, each JSON, on standard input. Says `sent` for what was answered well, and else `lost` with the reason.
import { readFileSync } from 'node:fs';
import { SeverityNumber } from '@opentelemetry/api-logs';
import { OTLPLogExporter as JsonExporter } from '@opentelemetry/exporter-logs-otlp-http';
import { OTLPLogExporter as ProtobufExporter } from '@opentelemetry/exporter-logs-otlp-proto';
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs';
import { CloudEvent, Mode, emitterFor, httpTransport } from 'cloudevents';
import splunk from 'splunk-logging';

const [client, url, token] = process.argv.slice(2);
const events = JSON.parse(readFileSync(0, 'utf8'));

async function otlp(Exporter, more, body) {
  const exporter = new Exporter({ url, headers: { authorization: `Bearer ${token}` }, ...more });
  const results = [];
  const seen = {
    export: (records, done) => exporter.export(records, (result) => { results.push(result); done(result); }),
    forceFlush: () => exporter.forceFlush(),
    shutdown: () => exporter.shutdown(),
  };
  const processor = new BatchLogRecordProcessor({ exporter: seen });
  const logger = new LoggerProvider({ processors: [processor] }).getLogger('witness', '1.0');
  events.forEach((event) => logger.emit({ severityNumber: SeverityNumber.INFO, eventName: 'from.node', body: body(event) }));
  await processor.shutdown();
  return results.filter((result) => result.code !== 0).map((result) => String(result.error));
}

function hec(more) {
  const logger = new splunk.Logger({ token, url, ...more });
  return new Promise((done) => {
    const lost = [];
    let answered = 0;
    const calls = more.maxBatchCount === 0 ? 1 : events.length;
    const one = (why) => {
      if (why) lost.push(why);
      if (++answered === calls) done(lost);
    };
    logger.error = (error) => one(String(error));
    const then = (error, response, body) => one(error || body?.code !== 0 ? JSON.stringify(body) : '');
    events.forEach((event) => logger.send({ message: JSON.parse(event), metadata: { host: 'node-1', index: 'main' } }, more.maxBatchCount === 0 ? undefined : then));
    if (more.maxBatchCount === 0) logger.flush(then);
  });
}

async function cloudevents(mode) {
  const emit = emitterFor(httpTransport(url), { mode });
  const lost = [];
  for (const [index, event] of events.entries()) {
    const options = { headers: { authorization: `Bearer ${token}` } };
    const one = new CloudEvent({ id: `e-${index}`, type: 'from.node', source: '/witness', subject: 'jörg', data: JSON.parse(event) });
    // The body of an answer that is no text is all that its transport gives; it throws where there is no answer.
    await emit(one, options).catch((error) => lost.push(String(error)));
  }
  return lost;
}

const clients = {
  'otlp-json': () => otlp(JsonExporter, {}, (event) => event),
  'otlp-json-gzip': () => otlp(JsonExporter, { compression: 'gzip' }, (event) => event),
  'otlp-json-objects': () => otlp(JsonExporter, {}, (event) => JSON.parse(event)),
  'otlp-protobuf': () => otlp(ProtobufExporter, {}, (event) => event),
  'otlp-protobuf-gzip': () => otlp(ProtobufExporter, { compression: 'gzip' }, (event) => event),
  'otlp-protobuf-objects': () => otlp(ProtobufExporter, {}, (event) => JSON.parse(event)),
  'splunk-logging': () => hec({}),
  'splunk-logging-batched': () => hec({ maxBatchCount: 0 }),
  'splunk-logging-again': () => hec({ maxRetries: 3 }),
  'cloudevents-binary': () => cloudevents(Mode.BINARY),
  'cloudevents-structured': () => cloudevents(Mode.STRUCTURED),
};

const lost = await clients[client]();
console.log(lost.length === 0 ? 'sent' : `lost: ${lost.join('; ')}`);
process.exit(0);
