SELECT
    a.reference,
    a.title,
    a.institution,
    COALESCE(university.lv, a.institution_text) AS institution_lv,
    COALESCE(university.en, a.institution_text) AS institution_en,
    a.status,
    COALESCE(standing.lv, a.status) AS status_lv,
    COALESCE(standing.en, a.status) AS status_en,
    CASE WHEN a.status = 'withdrawn' THEN 0
         ELSE (SELECT count(*) FROM findings f WHERE f.application_id = a.id) END AS open_findings,
    COALESCE(a.extended_to, call.day) AS apply_by,
    CASE WHEN COALESCE(a.extended_to, call.day) >= {{ today }}
         THEN {{ days_between(today, "COALESCE(a.extended_to, call.day)") }} END AS days_left,
    a.decision,
    COALESCE(verdict.lv, a.decision) AS decision_lv,
    COALESCE(verdict.en, a.decision) AS decision_en,
    {{ local("a.decided_at") }} AS decided_at,
    {{ local("a.announced_at") }} AS announced_at,
    a.assignee,
    {{ listed("a.themes") }} AS themes,
    {{ named("a.themes", "theme", "lv") }} AS themes_lv,
    {{ named("a.themes", "theme", "en") }} AS themes_en,
    (SELECT count(*) FROM members person WHERE person.application_id = a.id) AS team_size,
    a.contact_name,
    a.contact_email,
    a.contact_phone,
    {{ listed("a.visitors") }} AS visitors,
    a.costs_eur,
    a.costs,
    a.idea,
    a.problem,
    a.results,
    a.activities,
    a.partners,
    a.strategy_fit,
    a.letter_signed,
    COALESCE(signature.lv, a.letter_signed) AS letter_signed_lv,
    COALESCE(signature.en, a.letter_signed) AS letter_signed_en,
    a.letter_date,
    a.letter_number,
    a.letter_signatory,
    (SELECT count(*) FROM deliveries handed WHERE handed.application_id = a.id) AS deliverables_received,
    a.language,
    (SELECT {{ local("arrival.at") }} FROM (
        SELECT COALESCE(min(m.arrived_at), a.created_at) AS at FROM messages m WHERE m.application_id = a.id AND m.status = 'filed'
     ) arrival) AS received_at,
    {{ local("a.updated_at") }} AS updated_at,
    {{ local("a.completed_at") }} AS completed_at,
    {{ local("a.withdrawn_at") }} AS withdrawn_at
FROM stored_applications a
LEFT JOIN programme_days call ON call.key = 'apply_by'
LEFT JOIN programme_words university ON university.kind = 'institution' AND university.key = a.institution
LEFT JOIN programme_words standing ON standing.kind = 'status' AND standing.key = a.status
LEFT JOIN programme_words verdict ON verdict.kind = 'decision' AND verdict.key = a.decision
LEFT JOIN programme_words signature ON signature.kind = 'signed' AND signature.key = a.letter_signed
WHERE a.status <> 'merged'
