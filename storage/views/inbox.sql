SELECT
    m.id AS message,
    {{ local("COALESCE(m.arrived_at, m.stored_at)") }} AS received_at,
    {{ days_between(day("COALESCE(m.arrived_at, m.stored_at)"), today) }} AS days_waiting,
    m.sender_name,
    m.sender_address,
    m.subject,
    m.status,
    COALESCE(standing.lv, m.status) AS status_lv,
    COALESCE(standing.en, m.status) AS status_en,
    m.reason,
    a.reference,
    a.title,
    (SELECT count(*) FROM stored_documents d WHERE d.message_id = m.id) AS documents
FROM messages m
LEFT JOIN stored_applications a ON a.id = m.application_id
LEFT JOIN programme_words standing ON standing.kind = 'state' AND standing.key = m.status
WHERE m.status IN ('received', 'waiting', 'set_aside')
