-- As queries/printed-units.rq answers.
SELECT observation_id AS observation, reported_unit AS printed_unit FROM observations
WHERE list_contains($observations, observation_id) AND reported_unit != ''
