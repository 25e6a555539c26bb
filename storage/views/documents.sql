SELECT
    d.id AS document,
    a.reference,
    a.title,
    d.filename,
    d.kind,
    COALESCE(sort.lv, d.kind) AS kind_lv,
    COALESCE(sort.en, d.kind) AS kind_en,
    d.media_type,
    (d.size + 1023) / 1024 AS size_kb,
    d.inside,
    d.trouble,
    {{ local("COALESCE(m.arrived_at, m.stored_at)") }} AS received_at,
    m.sender_address,
    m.id AS message
FROM stored_documents d
JOIN messages m ON m.id = d.message_id
LEFT JOIN stored_applications a ON a.id = COALESCE(d.application_id, m.application_id)
LEFT JOIN programme_words sort ON sort.kind = 'document' AND sort.key = d.kind
WHERE m.status <> 'duplicate'
