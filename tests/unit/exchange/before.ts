/** The files of {@link REQUESTS} as they were written before there were exporters; the long ones by their SHA-256. */
export const WRITTEN_BEFORE: Readonly<Record<string, string>> = {
  'runs.csv': [
    'number,id,ended_at,name,family,cell,cell_kind,validation/accuracy,validation/accuracy/low,validation/accuracy/high,validation/logLoss,images_trained,seconds,params.layers,params.rate,datasetName,datasetHash,splitVersion,splitSeed,numericMode,seed,appVersion',
    '1,a,2026-01-02T03:04:05.000Z,"\'=wide, deep",cnn,explain,explain,0.869,0.859,0.878,0.37,48000,41.5,"[1,2]",0.1,Fashion-MNIST,d,v1,,wasm/strict,7,0.1.0',
    '2,b,2026-01-02T03:04:05.000Z,cnn-small,cnn,explain,explain,,,,0.4,48000,41.5,,,Fashion-MNIST,d,v1,,wasm/strict,7,0.1.0',
  ]
    .map((line) => `${line}\r\n`)
    .join(''),
  'trials.csv': [
    'number,generation,state,value,reports,last_step,last_report,params.rate,params.kind,metrics.logLoss,reason,started_at,seconds',
    '1,1,complete,0.75,1,100,0.5,0.001234567,"a, b",0.25,,2026-01-02T03:04:05.000Z,1.25',
    '2,2,pruned,,1,100,0.5,0.002469134,"a, b",0.25,"Below ""it"".",,',
    '3,3,failed,,0,,,0.003703701,"a, b",0.25,NaN.,,',
  ]
    .map((line) => `${line}\r\n`)
    .join(''),
  'trials.log': [
    '# Study: maximize, generations of 1, seed 7',
    '# Sampler: random',
    '# Pruner: none',
    '# Space:',
    '#   rate: float from 0.0001 to 0.1, logarithmic',
    '#   kind: one of a, b, c',
    '[2026-01-02T03:04:05.000Z] Trial 1 (generation 1) finished with value 0.75. Parameters: rate=0.0012346, kind=a, b. It took 1.3 s. Best is trial 1 with value 0.75.',
    'Trial 2 (generation 2) pruned after 1 report. Below "it". Parameters: rate=0.0024691, kind=a, b. Best is trial 1 with value 0.75.',
    'Trial 3 (generation 3) failed. NaN. Parameters: rate=0.0037037, kind=a, b. Best is trial 1 with value 0.75.',
  ]
    .map((line) => `${line}\n`)
    .join(''),
  'predictions.csv': [
    'index,label,label_name,predicted,predicted_name,p0,p1',
    '1,1,boot,1,boot,0.1,0.9',
    '2,0,"\'=top, ""odd""",0,"\'=top, ""odd""",1,0',
    '4,0,"\'=top, ""odd""",1,boot,0.25,0.75',
  ]
    .map((line) => `${line}\r\n`)
    .join(''),
  'pipeline.json': '27487057e2da9e5c592008b4e0dda39ccd7e741489e8ddf2e78d4e7b035106c5',
  'pipeline.py': '511f2399e56fddcb51966ad75c4be529877a7ea50003a52b712e9991fe330a8b',
  'drift.csv': [
    'batch,images,column,detector,statistic,expected_without_drift,p,p_adjusted,drifted,decides',
    "1,5,'=odd,ks,-0.25,,0.5,1,false,true",
    "1,5,'=odd,psi,0.125,0.0625,,,,false",
  ]
    .map((line) => `${line}\r\n`)
    .join(''),
  'stream.csv': [
    'batch,model,images_as,images,correct,accuracy,low,high',
    '1,champion,came in,5,4,0.8,0.3755346297625253,0.9637758913675698',
    '2,challenger,came in,5,3,0.6,0.2307242812760128,0.882379225767352',
    '2,champion,without drift,5,5,1,0.5655175352168251,1',
    '2,challenger,without drift,5,0,0,0,0.43448246478317476',
  ]
    .map((line) => `${line}\r\n`)
    .join(''),
  'alarms.csv': ['detector,label,decides,level,batch,after,reason', 'sharp,sharp,true,0.25,2,2,"2 of 3, ""odd"""']
    .map((line) => `${line}\r\n`)
    .join(''),
  'label-issues.csv': [
    'rank,image,given,given_name,suggested,suggested_name,self_confidence,normalised_margin,decision',
    '1,7,1,boot,0,"\'=top, ""odd""",0.012500000186264515,0.75,confirmed',
    '2,3,0,"\'=top, ""odd""",1,boot,0.5,0.25,',
  ]
    .map((line) => `${line}\r\n`)
    .join(''),
  'label-decisions.csv': [
    'image,given,given_name,suggested,suggested_name,self_confidence,decision,at',
    '7,1,boot,0,"\'=top, ""odd""",0.0125,confirmed,2026-01-02T03:04:05.000Z',
  ]
    .map((line) => `${line}\r\n`)
    .join(''),
};
