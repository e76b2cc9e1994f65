import type { JsonObject } from '../../base/json.ts';
import { objectResources, s3WriteAdditional } from './delivery-routines.ts';
import { ACCOUNT, FOREIGN_ACCOUNT, WORKLOAD } from './names.ts';
import type { Stage } from './stage.ts';

/** The document with which the knowledge base is poisoned. */
export const POISONED_KEY = 'manuals/returns/zz-policy-update-2026.html';

/** Element 4: versioning is suspended, false documents are put into the knowledge base's bucket and taken in. */
export function playDataStores(stage: Stage): void {
  stage.call({
    at: 31,
    by: stage.intruder.adminSession,
    signals: ['D5'],
    service: 's3',
    name: 'PutBucketVersioning',
    request: {
      bucketName: WORKLOAD.knowledgeBaseBucket,
      versioning: '',
      VersioningConfiguration: { Status: 'Suspended' },
    },
  });
  poison(stage);
  removeDocuments(stage);
  takeIn(stage);
  openBucket(stage);
}

function poison(stage: Stage): void {
  const keys = [
    POISONED_KEY,
    'manuals/payments/zz-new-bank-details.html',
    'manuals/account/zz-verify-your-account.html',
    'manuals/delivery/zz-customs-fee.html',
    'manuals/warranty/zz-recall-notice.html',
  ];
  for (const [index, key] of keys.entries()) {
    stage.call({ at: 32 + index * 0.3, ...objectCall(stage, 'PutObject', key), signals: ['D4'] });
  }
}

function removeDocuments(stage: Stage): void {
  const keys = ['manuals/returns/1.md', 'manuals/returns/2.md', 'manuals/payments/4.md'];
  for (const [index, key] of keys.entries()) {
    stage.call({ at: 34 + index * 0.2, ...objectCall(stage, 'DeleteObject', key), signals: ['D5'] });
  }
}

function takeIn(stage: Stage): void {
  const by = stage.intruder.adminSession;
  const { knowledgeBaseId, dataSourceId } = WORKLOAD;
  stage.call({
    at: 35,
    by,
    signals: ['D1'],
    service: 'bedrock',
    name: 'CreateDataSource',
    request: {
      knowledgeBaseId,
      name: 'partner-documents',
      dataSourceConfiguration: {
        type: 'S3',
        s3Configuration: { bucketArn: `arn:aws:s3:::example-partner-docs-${FOREIGN_ACCOUNT}` },
      },
    },
    response: { dataSource: { knowledgeBaseId, dataSourceId: 'DSEXAMPLE2', status: 'AVAILABLE' } },
  });
  stage.call({
    at: 36,
    by,
    signals: ['D2'],
    service: 'bedrock',
    name: 'StartIngestionJob',
    request: { knowledgeBaseId, dataSourceId },
    response: {
      ingestionJob: {
        knowledgeBaseId,
        dataSourceId,
        ingestionJobId: 'IJEXAMPLE1',
        status: 'STARTING',
        statistics: { numberOfDocumentsScanned: 0, numberOfNewDocumentsIndexed: 0 },
      },
    },
  });
}

/** The bucket is opened to an account that is not the organization's. */
function openBucket(stage: Stage): void {
  const bucketName = WORKLOAD.knowledgeBaseBucket;
  const resource = `arn:aws:s3:::${bucketName}`;
  stage.call({
    at: 37,
    by: stage.intruder.adminSession,
    signals: ['D6'],
    service: 's3',
    name: 'PutBucketPolicy',
    request: {
      bucketName,
      policy: '',
      bucketPolicy: {
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'partner',
            Effect: 'Allow',
            Principal: { AWS: `arn:aws:iam::${FOREIGN_ACCOUNT}:root` },
            Action: ['s3:GetObject', 's3:PutObject', 's3:ListBucket'],
            Resource: [resource, `${resource}/*`],
          },
        ],
      },
    },
    resources: [{ accountId: ACCOUNT, type: 'AWS::S3::Bucket', ARN: resource }],
  });
}

function objectCall(stage: Stage, name: 'PutObject' | 'DeleteObject', key: string) {
  const bucketName = WORKLOAD.knowledgeBaseBucket;
  const request: JsonObject = { bucketName, Host: `${bucketName}.s3.us-east-1.amazonaws.com`, key };
  return {
    by: stage.intruder.adminSession,
    service: 's3',
    name,
    data: true,
    request,
    additional: s3WriteAdditional(stage.random),
    resources: objectResources({ request }),
  };
}
