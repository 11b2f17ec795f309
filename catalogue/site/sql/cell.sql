SELECT o.*, p.* EXCLUDE (observation_id, package, line), p.line AS text_line
FROM observations o JOIN provenance p USING (package, observation_id) WHERE o.observation_id = $observation
