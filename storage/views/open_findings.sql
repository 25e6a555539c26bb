SELECT
    a.reference,
    a.title,
    a.institution,
    f.code AS finding,
    COALESCE(gap.lv, f.code) AS finding_lv,
    COALESCE(gap.en, f.code) AS finding_en,
    f.document,
    f.detail,
    a.contact_name,
    a.contact_email,
    a.status,
    COALESCE(standing.lv, a.status) AS status_lv,
    COALESCE(standing.en, a.status) AS status_en,
    COALESCE(a.extended_to, call.day) AS apply_by,
    CASE WHEN COALESCE(a.extended_to, call.day) >= {{ today }}
         THEN {{ days_between(today, "COALESCE(a.extended_to, call.day)") }} END AS days_left,
    a.assignee
FROM findings f
JOIN stored_applications a ON a.id = f.application_id
LEFT JOIN programme_days call ON call.key = 'apply_by'
LEFT JOIN programme_words gap ON gap.kind = 'finding' AND gap.key = f.code
LEFT JOIN programme_words standing ON standing.kind = 'status' AND standing.key = a.status
WHERE a.status NOT IN ('merged', 'withdrawn')
