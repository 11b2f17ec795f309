SELECT section, sentence, min(TRY_CAST(char_start AS INTEGER)) AS place, list(
  {'label': label, 'measure': measure, 'value': value, 'unit': unit, 'outcome': outcome, 'observation_id': observation_id}
  ORDER BY TRY_CAST(char_start AS INTEGER), claim_id
) AS said
FROM claims WHERE package = $package
GROUP BY section, sentence ORDER BY place, section, sentence
