-- made from the steps 0e3b33acf8dfbddcc63e1ea06a99a686
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
CREATE TABLE address_domain (
	id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (name)
);
CREATE TABLE host (
	id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	ip VARCHAR NOT NULL, provider_id INTEGER, 
	PRIMARY KEY (id)
);
CREATE TABLE label (
	id INTEGER NOT NULL, 
	text VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (text)
);
CREATE TABLE message_link (
	kind SMALLINT NOT NULL, 
	digest INTEGER NOT NULL, 
	message_id INTEGER NOT NULL, 
	PRIMARY KEY (kind, digest, message_id), 
	CONSTRAINT kind_is_known CHECK (kind BETWEEN 0 AND 3)
)
 WITHOUT ROWID

;
CREATE TABLE reply (
	id INTEGER NOT NULL, 
	digest INTEGER NOT NULL, 
	text VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (digest)
);
CREATE TABLE server (
	id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	mta VARCHAR NOT NULL, 
	time_zone VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (name)
);
CREATE TABLE address (
	id INTEGER NOT NULL, 
	text VARCHAR NOT NULL, 
	domain_id INTEGER NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(domain_id) REFERENCES address_domain (id), 
	UNIQUE (text)
);
CREATE INDEX ix_address_domain_id ON address (domain_id);
CREATE TABLE delivery_attempt (
	message_id INTEGER NOT NULL, 
	number SMALLINT NOT NULL, 
	recipient SMALLINT NOT NULL, 
	time INTEGER NOT NULL, 
	outcome SMALLINT NOT NULL, 
	entry_id INTEGER NOT NULL, 
	router_id INTEGER, 
	transport_id INTEGER, 
	host_id INTEGER, 
	phase SMALLINT, 
	smtp_code SMALLINT, 
	enhanced_code VARCHAR, 
	errno INTEGER, 
	reply_id INTEGER, 
	duration INTEGER, egress_id INTEGER, cause_id INTEGER, 
	PRIMARY KEY (message_id, number), 
	CONSTRAINT outcome_is_known CHECK (outcome BETWEEN 0 AND 3), 
	CONSTRAINT phase_is_known CHECK (phase BETWEEN 0 AND 10), 
	FOREIGN KEY(host_id) REFERENCES host (id), 
	FOREIGN KEY(reply_id) REFERENCES reply (id), 
	FOREIGN KEY(router_id) REFERENCES label (id), 
	FOREIGN KEY(transport_id) REFERENCES label (id)
)
 WITHOUT ROWID

;
CREATE INDEX ix_attempt_reply ON delivery_attempt (reply_id, time) WHERE reply_id IS NOT NULL;
CREATE TABLE source (
	id INTEGER NOT NULL, 
	server_id INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	location VARCHAR NOT NULL, 
	enabled BOOLEAN NOT NULL, 
	last_error VARCHAR, followed BOOLEAN, behind INTEGER, newest INTEGER, 
	PRIMARY KEY (id), 
	FOREIGN KEY(server_id) REFERENCES server (id)
);
CREATE UNIQUE INDEX ix_source_place ON source (server_id, kind, location);
CREATE TABLE message (
	id INTEGER NOT NULL, 
	server_id INTEGER NOT NULL, 
	queue_id VARCHAR NOT NULL, 
	kind SMALLINT NOT NULL, 
	direction SMALLINT NOT NULL, 
	status SMALLINT NOT NULL, 
	received_after INTEGER, 
	first_seen INTEGER NOT NULL, 
	seen_for INTEGER NOT NULL, 
	completed_before INTEGER, 
	frozen BOOLEAN NOT NULL, 
	sender_id INTEGER, 
	size INTEGER, 
	subject VARCHAR, 
	host_id INTEGER, 
	auth_id INTEGER, 
	parent_queue_id VARCHAR, received INTEGER GENERATED ALWAYS AS (first_seen + received_after) VIRTUAL, last_seen INTEGER GENERATED ALWAYS AS (first_seen + seen_for) VIRTUAL, completed INTEGER GENERATED ALWAYS AS (first_seen + seen_for - completed_before) VIRTUAL, events BLOB, lines BLOB, 
	PRIMARY KEY (id), 
	CONSTRAINT direction_is_known CHECK (direction BETWEEN 0 AND 4), 
	CONSTRAINT kind_is_known CHECK (kind BETWEEN 0 AND 4), 
	CONSTRAINT status_is_known CHECK (status BETWEEN 0 AND 14), 
	FOREIGN KEY(auth_id) REFERENCES label (id), 
	FOREIGN KEY(host_id) REFERENCES host (id), 
	FOREIGN KEY(sender_id) REFERENCES address (id), 
	FOREIGN KEY(server_id) REFERENCES server (id)
);
CREATE INDEX ix_message_parent ON message (parent_queue_id) WHERE parent_queue_id IS NOT NULL;
CREATE UNIQUE INDEX ix_message_queue_id ON message (queue_id, server_id);
CREATE INDEX ix_message_sender ON message (sender_id, first_seen);
CREATE TABLE recipient (
	message_id INTEGER NOT NULL, 
	number SMALLINT NOT NULL, 
	time INTEGER NOT NULL, 
	address_id INTEGER NOT NULL, 
	original_id INTEGER, 
	role SMALLINT NOT NULL, 
	queue_state SMALLINT NOT NULL, 
	outcome SMALLINT NOT NULL, 
	status SMALLINT NOT NULL, 
	attempts INTEGER NOT NULL, 
	first_after INTEGER, 
	tried_for INTEGER, 
	finished_after INTEGER, 
	host_id INTEGER, 
	smtp_code SMALLINT, 
	enhanced_code VARCHAR, 
	phase SMALLINT, 
	reply_id INTEGER, cause_id INTEGER, first_attempt INTEGER GENERATED ALWAYS AS (time + first_after) VIRTUAL, last_attempt INTEGER GENERATED ALWAYS AS (time + first_after + tried_for) VIRTUAL, finished INTEGER GENERATED ALWAYS AS (time + finished_after) VIRTUAL, try_number SMALLINT, entry_id INTEGER, router_id INTEGER, transport_id INTEGER, duration INTEGER, egress_id INTEGER, 
	PRIMARY KEY (message_id, number), 
	CONSTRAINT outcome_is_known CHECK (outcome BETWEEN 0 AND 9), 
	CONSTRAINT queue_state_is_known CHECK (queue_state BETWEEN 0 AND 5), 
	CONSTRAINT role_is_known CHECK (role BETWEEN 0 AND 5), 
	CONSTRAINT status_is_known CHECK (status BETWEEN 0 AND 14), 
	FOREIGN KEY(address_id) REFERENCES address (id), 
	FOREIGN KEY(host_id) REFERENCES host (id), 
	FOREIGN KEY(original_id) REFERENCES address (id), 
	FOREIGN KEY(reply_id) REFERENCES reply (id)
)
 WITHOUT ROWID

;
CREATE INDEX ix_recipient_address ON recipient (address_id, time);
CREATE INDEX ix_recipient_original ON recipient (original_id, time) WHERE original_id IS NOT NULL;
CREATE INDEX ix_recipient_status ON recipient (status, time) WHERE status NOT IN (3, 4);
CREATE INDEX ix_recipient_time ON recipient (time);
CREATE TABLE rejection (
	id INTEGER NOT NULL, 
	fingerprint INTEGER NOT NULL, 
	server_id INTEGER NOT NULL, 
	entry_id INTEGER NOT NULL, 
	time INTEGER NOT NULL, 
	permanent BOOLEAN NOT NULL, 
	stage SMALLINT NOT NULL, 
	queue_id VARCHAR, 
	host_id INTEGER, 
	auth_id INTEGER, 
	sender_id INTEGER, 
	address_id INTEGER, 
	subject VARCHAR, 
	smtp_code SMALLINT, 
	enhanced_code VARCHAR, 
	reply_id INTEGER, 
	PRIMARY KEY (id), 
	CONSTRAINT stage_is_known CHECK (stage BETWEEN 0 AND 10), 
	FOREIGN KEY(address_id) REFERENCES address (id), 
	FOREIGN KEY(auth_id) REFERENCES label (id), 
	FOREIGN KEY(host_id) REFERENCES host (id), 
	FOREIGN KEY(reply_id) REFERENCES reply (id), 
	FOREIGN KEY(sender_id) REFERENCES address (id), 
	FOREIGN KEY(server_id) REFERENCES server (id), 
	UNIQUE (fingerprint)
);
CREATE INDEX ix_rejection_address ON rejection (address_id, time);
CREATE INDEX ix_rejection_host ON rejection (host_id, time);
CREATE INDEX ix_rejection_reply ON rejection (reply_id, time) WHERE reply_id IS NOT NULL;
CREATE INDEX ix_rejection_sender ON rejection (sender_id, time);
CREATE INDEX ix_rejection_time ON rejection (time);
CREATE TABLE source_file (
	id INTEGER NOT NULL, 
	source_id INTEGER NOT NULL, 
	log_type SMALLINT NOT NULL, 
	path VARCHAR NOT NULL, 
	device INTEGER, 
	inode INTEGER, 
	head_length INTEGER NOT NULL, 
	head_digest BLOB NOT NULL, 
	tail_length INTEGER NOT NULL, 
	tail_digest BLOB NOT NULL, 
	"offset" INTEGER NOT NULL, 
	lines INTEGER NOT NULL, 
	first_time INTEGER, 
	last_time INTEGER, 
	open_entry INTEGER, size INTEGER, modified INTEGER, 
	PRIMARY KEY (id), 
	CONSTRAINT log_type_is_known CHECK (log_type BETWEEN 0 AND 2), 
	FOREIGN KEY(source_id) REFERENCES source (id)
);
CREATE INDEX ix_source_file_source_id ON source_file (source_id);
CREATE INDEX ix_address_lower ON address (lower(text));
CREATE VIRTUAL TABLE block_words USING fts5(words, content='', detail=none, tokenize='unicode61');
CREATE TABLE destination_hour (
	destination_id INTEGER NOT NULL, 
	hour INTEGER NOT NULL, 
	delivered INTEGER NOT NULL, 
	failed INTEGER NOT NULL, 
	PRIMARY KEY (destination_id, hour)
)
 WITHOUT ROWID

;
CREATE TABLE signature_hour (
	signature_id INTEGER NOT NULL, 
	hour INTEGER NOT NULL, 
	failed INTEGER NOT NULL, 
	PRIMARY KEY (signature_id, hour)
)
 WITHOUT ROWID

;
CREATE TABLE template (
	id INTEGER NOT NULL, 
	digest INTEGER NOT NULL, 
	text VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (digest)
);
CREATE TABLE destination (
	id INTEGER NOT NULL, 
	server_id INTEGER NOT NULL, 
	egress VARCHAR NOT NULL, 
	kind SMALLINT NOT NULL, 
	name VARCHAR NOT NULL, 
	course BLOB, 
	through INTEGER NOT NULL, sealed BLOB, sealed_through INTEGER, 
	PRIMARY KEY (id), 
	CONSTRAINT kind_is_known CHECK (kind BETWEEN 0 AND 1), 
	FOREIGN KEY(server_id) REFERENCES server (id)
);
CREATE UNIQUE INDEX ix_destination_name ON destination (name, kind, server_id, egress);
CREATE TABLE signature (
	id INTEGER NOT NULL, 
	destination_id INTEGER NOT NULL, 
	failure_class SMALLINT NOT NULL, 
	template_id INTEGER NOT NULL, 
	phase SMALLINT NOT NULL, 
	first_seen INTEGER NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT failure_class_is_known CHECK (failure_class BETWEEN 0 AND 25), 
	CONSTRAINT phase_is_known CHECK (phase BETWEEN 0 AND 10), 
	FOREIGN KEY(destination_id) REFERENCES destination (id), 
	FOREIGN KEY(template_id) REFERENCES template (id)
);
CREATE UNIQUE INDEX ix_signature_kind ON signature (destination_id, failure_class, template_id, phase);
CREATE TABLE cause (
	id INTEGER NOT NULL, 
	digest INTEGER NOT NULL, 
	signature_id INTEGER NOT NULL, 
	side SMALLINT NOT NULL, 
	area SMALLINT, 
	permanent BOOLEAN, 
	suppress SMALLINT NOT NULL, 
	after_times SMALLINT, 
	after_days SMALLINT, 
	rule_id INTEGER, 
	confidence FLOAT NOT NULL, 
	provider_id INTEGER, 
	inherited BOOLEAN NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT area_is_known CHECK (area BETWEEN 0 AND 6), 
	CONSTRAINT side_is_known CHECK (side BETWEEN 0 AND 5), 
	CONSTRAINT suppress_is_known CHECK (suppress BETWEEN 0 AND 2), 
	FOREIGN KEY(provider_id) REFERENCES label (id), 
	FOREIGN KEY(rule_id) REFERENCES label (id), 
	FOREIGN KEY(signature_id) REFERENCES signature (id), 
	UNIQUE (digest)
);
CREATE INDEX ix_cause_signature ON cause (signature_id);
CREATE TABLE incident (
	id INTEGER NOT NULL, 
	signature_id INTEGER NOT NULL, 
	onset INTEGER NOT NULL, 
	opened INTEGER NOT NULL, 
	recovered INTEGER, 
	reopened INTEGER, 
	first_seen INTEGER NOT NULL, 
	last_seen INTEGER NOT NULL, 
	failures INTEGER NOT NULL, 
	messages INTEGER NOT NULL, 
	recipients INTEGER NOT NULL, 
	recipient_id INTEGER, 
	previous_id INTEGER, 
	state SMALLINT NOT NULL, 
	assignee VARCHAR, 
	changed INTEGER, 
	changed_by VARCHAR, 
	PRIMARY KEY (id), 
	CONSTRAINT state_is_known CHECK (state BETWEEN 0 AND 4), 
	FOREIGN KEY(recipient_id) REFERENCES address (id), 
	FOREIGN KEY(previous_id) REFERENCES incident (id), 
	FOREIGN KEY(signature_id) REFERENCES signature (id)
);
CREATE INDEX ix_incident_recovered ON incident (recovered);
CREATE INDEX ix_incident_signature ON incident (signature_id, onset);
CREATE INDEX ix_attempt_cause ON delivery_attempt (cause_id, time) WHERE cause_id IS NOT NULL;
CREATE INDEX ix_attempt_failed ON delivery_attempt (time) WHERE cause_id IS NOT NULL;
CREATE INDEX ix_host_provider_id ON host (provider_id);
CREATE INDEX ix_recipient_cause ON recipient (cause_id, time) WHERE cause_id IS NOT NULL;
CREATE TABLE job (
	id INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	arguments VARCHAR NOT NULL, 
	asked_by VARCHAR NOT NULL, 
	asked_at INTEGER NOT NULL, 
	started INTEGER, 
	finished INTEGER, 
	done INTEGER NOT NULL, 
	total INTEGER NOT NULL, 
	unit VARCHAR NOT NULL, 
	what VARCHAR NOT NULL, 
	error VARCHAR, 
	cancel_asked BOOLEAN NOT NULL, 
	result VARCHAR, 
	PRIMARY KEY (id)
);
CREATE INDEX ix_job_waiting ON job (id) WHERE finished IS NULL;
CREATE TABLE worker_state (
	id INTEGER NOT NULL, 
	pid INTEGER, 
	host VARCHAR, 
	role VARCHAR NOT NULL, 
	started INTEGER NOT NULL, 
	doing VARCHAR NOT NULL, 
	seconds FLOAT NOT NULL, 
	heartbeat INTEGER NOT NULL, 
	file VARCHAR NOT NULL, 
	files_done INTEGER NOT NULL, 
	files_total INTEGER NOT NULL, 
	bytes_done INTEGER NOT NULL, 
	bytes_total INTEGER NOT NULL, 
	lines INTEGER NOT NULL, 
	lines_per_second FLOAT NOT NULL, 
	unrecognised INTEGER NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE domain (
	id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	origin VARCHAR NOT NULL, 
	added INTEGER NOT NULL, 
	changed INTEGER NOT NULL, 
	deleted INTEGER, 
	receives BOOLEAN NOT NULL, 
	bimi BOOLEAN NOT NULL, 
	mail_from VARCHAR NOT NULL, 
	ses_suffix VARCHAR NOT NULL, 
	from_name VARCHAR, 
	reply_to VARCHAR, 
	bounce_address VARCHAR, 
	provider_identity VARCHAR, 
	state SMALLINT NOT NULL, 
	since INTEGER NOT NULL, 
	tried INTEGER, 
	next_check INTEGER NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT state_is_known CHECK (state BETWEEN 0 AND 4), 
	UNIQUE (name)
);
CREATE INDEX ix_domain_next ON domain (next_check);
CREATE TABLE domain_area (
	domain_id INTEGER NOT NULL, 
	area SMALLINT NOT NULL, 
	state SMALLINT NOT NULL, 
	since INTEGER NOT NULL, 
	PRIMARY KEY (domain_id, area), 
	CONSTRAINT area_is_known CHECK (area BETWEEN 0 AND 11), 
	CONSTRAINT state_is_known CHECK (state BETWEEN 0 AND 4)
)
 WITHOUT ROWID

;
CREATE TABLE dns_change (
	id INTEGER NOT NULL, 
	domain_id INTEGER NOT NULL, 
	area SMALLINT NOT NULL, 
	target VARCHAR NOT NULL, 
	time INTEGER NOT NULL, 
	kind SMALLINT NOT NULL, 
	old VARCHAR NOT NULL, 
	new VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT area_is_known CHECK (area BETWEEN 0 AND 11), 
	CONSTRAINT kind_is_known CHECK (kind BETWEEN 0 AND 1), 
	FOREIGN KEY(domain_id) REFERENCES domain (id)
);
CREATE INDEX ix_dns_change_domain ON dns_change (domain_id, time);
CREATE TABLE dns_check (
	domain_id INTEGER NOT NULL, 
	area SMALLINT NOT NULL, 
	target VARCHAR NOT NULL, 
	state SMALLINT NOT NULL, 
	since INTEGER NOT NULL, 
	checked INTEGER, 
	tried INTEGER NOT NULL, 
	unsure_since INTEGER, 
	unsure VARCHAR NOT NULL, 
	failures INTEGER NOT NULL, 
	failing_from INTEGER, 
	warned_from INTEGER, 
	findings VARCHAR NOT NULL, 
	seen VARCHAR, 
	spf VARCHAR, 
	PRIMARY KEY (domain_id, area, target), 
	CONSTRAINT area_is_known CHECK (area BETWEEN 0 AND 11), 
	CONSTRAINT state_is_known CHECK (state BETWEEN 0 AND 4), 
	FOREIGN KEY(domain_id) REFERENCES domain (id)
);
CREATE TABLE dns_record (
	id INTEGER NOT NULL, 
	domain_id INTEGER NOT NULL, 
	type VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	value VARCHAR, 
	rule SMALLINT NOT NULL, 
	ttl INTEGER, 
	priority INTEGER, 
	managed_by VARCHAR, 
	provider_record VARCHAR, 
	details VARCHAR, 
	PRIMARY KEY (id), 
	CONSTRAINT rule_is_known CHECK (rule BETWEEN 0 AND 3), 
	FOREIGN KEY(domain_id) REFERENCES domain (id)
);
CREATE INDEX ix_dns_record_domain ON dns_record (domain_id);
CREATE TABLE domain_claim (
	id INTEGER NOT NULL, 
	domain_id INTEGER NOT NULL, 
	area SMALLINT, 
	verified BOOLEAN NOT NULL, 
	source VARCHAR NOT NULL, 
	time INTEGER NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT area_is_known CHECK (area BETWEEN 0 AND 11), 
	FOREIGN KEY(domain_id) REFERENCES domain (id)
);
CREATE INDEX ix_domain_claim_domain ON domain_claim (domain_id);
CREATE TABLE daily_total (
	server_id INTEGER NOT NULL, 
	day INTEGER NOT NULL, 
	counted SMALLINT NOT NULL, 
	code SMALLINT NOT NULL, 
	number INTEGER NOT NULL, 
	PRIMARY KEY (server_id, day, counted, code), 
	CONSTRAINT counted_is_known CHECK (counted BETWEEN 0 AND 5)
)
 WITHOUT ROWID

;
CREATE TABLE retention (
	kind SMALLINT NOT NULL, 
	"before" INTEGER NOT NULL, 
	ran INTEGER NOT NULL, 
	PRIMARY KEY (kind), 
	CONSTRAINT kind_is_known CHECK (kind BETWEEN 0 AND 2)
);
CREATE TABLE audit_entry (
	id INTEGER NOT NULL, 
	time INTEGER NOT NULL, 
	uid INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	hints VARCHAR NOT NULL, 
	act VARCHAR NOT NULL, 
	subjects VARCHAR NOT NULL, 
	reason VARCHAR NOT NULL, 
	"before" VARCHAR NOT NULL, 
	"after" VARCHAR NOT NULL, 
	result VARCHAR NOT NULL, 
	previous BLOB NOT NULL, 
	hash BLOB NOT NULL, 
	PRIMARY KEY (id)
);
CREATE INDEX ix_audit_entry_time ON audit_entry (time);
CREATE INDEX ix_audit_entry_checkpoint ON audit_entry (id) WHERE act = 'audit.checkpoint';
CREATE TRIGGER audit_entry_is_never_changed BEFORE UPDATE ON audit_entry BEGIN SELECT RAISE(ABORT, 'an entry of the audit is never changed'); END;
CREATE TRIGGER audit_entry_stays BEFORE DELETE ON audit_entry WHEN NOT EXISTS (SELECT 1 FROM audit_entry later WHERE later.act = 'audit.checkpoint' AND later.id > OLD.id AND json_extract(later.after, '$.through') >= OLD.id) BEGIN SELECT RAISE(ABORT, 'an entry of the audit stays until a checkpoint of retention'); END;
CREATE TRIGGER audit_entry_follows BEFORE INSERT ON audit_entry WHEN NEW.id <> (SELECT coalesce(max(id), 0) + 1 FROM audit_entry) OR NEW.previous <> coalesce((SELECT hash FROM audit_entry ORDER BY id DESC LIMIT 1), zeroblob(32)) BEGIN SELECT RAISE(ABORT, 'an entry of the audit follows the newest'); END;
CREATE TABLE audit_person (
	token VARCHAR NOT NULL, 
	address VARCHAR, 
	PRIMARY KEY (token), 
	UNIQUE (address)
);
CREATE TABLE operator (
	id INTEGER NOT NULL, 
	uid INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	first_seen INTEGER NOT NULL, 
	last_seen INTEGER NOT NULL, 
	PRIMARY KEY (id)
);
CREATE UNIQUE INDEX ix_operator_who ON operator (uid, name);
CREATE TABLE suppression (
	id INTEGER NOT NULL, 
	target VARCHAR NOT NULL, 
	reason SMALLINT NOT NULL, 
	state SMALLINT NOT NULL, 
	cause_kind SMALLINT, 
	cause_ref INTEGER, 
	cause VARCHAR NOT NULL, 
	proposed INTEGER NOT NULL, 
	proposed_by VARCHAR NOT NULL, 
	decided INTEGER, 
	decided_by VARCHAR, 
	until INTEGER, 
	lifted INTEGER, 
	lifted_by VARCHAR, 
	lift_reason VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT cause_kind_is_known CHECK (cause_kind BETWEEN 0 AND 10), 
	CONSTRAINT reason_is_known CHECK (reason BETWEEN 0 AND 3), 
	CONSTRAINT state_is_known CHECK (state BETWEEN 0 AND 3)
);
CREATE INDEX ix_suppression_history ON suppression (target);
CREATE UNIQUE INDEX ix_suppression_target ON suppression (target) WHERE state < 2;
CREATE TABLE tag (
	id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	colour VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (name)
);
CREATE TABLE tagging (
	tag_id INTEGER NOT NULL, 
	kind SMALLINT NOT NULL, 
	ref INTEGER NOT NULL, 
	PRIMARY KEY (tag_id, kind, ref), 
	CONSTRAINT kind_is_known CHECK (kind BETWEEN 0 AND 10)
)
 WITHOUT ROWID

;
CREATE INDEX ix_tagging_subject ON tagging (kind, ref);
CREATE TABLE work (
	message_id INTEGER NOT NULL, 
	number SMALLINT NOT NULL, 
	state SMALLINT NOT NULL, 
	assignee VARCHAR, 
	changed INTEGER NOT NULL, 
	changed_by VARCHAR NOT NULL, 
	PRIMARY KEY (message_id, number), 
	CONSTRAINT state_is_known CHECK (state BETWEEN 0 AND 4)
)
 WITHOUT ROWID

;
CREATE TABLE note (
	id INTEGER NOT NULL, 
	kind SMALLINT NOT NULL, 
	ref INTEGER NOT NULL, 
	operator_id INTEGER NOT NULL, 
	private BOOLEAN NOT NULL, 
	text VARCHAR NOT NULL, 
	created INTEGER NOT NULL, 
	edited INTEGER, 
	version INTEGER NOT NULL, 
	deleted INTEGER, 
	PRIMARY KEY (id), 
	CONSTRAINT kind_is_known CHECK (kind BETWEEN 0 AND 10), 
	FOREIGN KEY(operator_id) REFERENCES operator (id)
);
CREATE INDEX ix_note_subject ON note (kind, ref);
CREATE TABLE undo_entry (
	id INTEGER NOT NULL, 
	operator_id INTEGER NOT NULL, 
	time INTEGER NOT NULL, 
	title VARCHAR NOT NULL, 
	changes BLOB NOT NULL, 
	state SMALLINT NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT state_is_known CHECK (state BETWEEN 0 AND 2), 
	FOREIGN KEY(operator_id) REFERENCES operator (id)
);
CREATE INDEX ix_undo_entry_operator ON undo_entry (operator_id, id);
CREATE TABLE queue_snapshot (
	server_id INTEGER NOT NULL, 
	time INTEGER NOT NULL, 
	messages INTEGER NOT NULL, 
	"deferred" INTEGER NOT NULL, 
	frozen INTEGER NOT NULL, 
	oldest INTEGER, 
	size INTEGER NOT NULL, 
	PRIMARY KEY (server_id, time)
)
 WITHOUT ROWID

;
CREATE TABLE quiet_recipient (
	message_id INTEGER NOT NULL, 
	number SMALLINT NOT NULL, 
	last_seen INTEGER NOT NULL, 
	queue_state SMALLINT NOT NULL, 
	gone BOOLEAN NOT NULL, 
	PRIMARY KEY (message_id, number)
)
 WITHOUT ROWID

;
CREATE TABLE engagement (
	message_id INTEGER NOT NULL, 
	number SMALLINT NOT NULL, 
	campaign_id INTEGER, 
	sent INTEGER, 
	opened INTEGER, 
	clicked INTEGER, 
	complained INTEGER, 
	unsubscribed INTEGER, 
	opens INTEGER NOT NULL, 
	machine_opens INTEGER NOT NULL, 
	clicks INTEGER NOT NULL, 
	machine_clicks INTEGER NOT NULL, 
	PRIMARY KEY (message_id, number)
)
 WITHOUT ROWID

;
CREATE INDEX ix_engagement_campaign ON engagement (campaign_id) WHERE campaign_id IS NOT NULL;
CREATE TABLE link (
	id INTEGER NOT NULL, 
	digest INTEGER NOT NULL, 
	url VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (digest)
);
CREATE TABLE webhook_block (
	id INTEGER NOT NULL, 
	data BLOB NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE delivery_event (
	message_id INTEGER NOT NULL, 
	"key" BLOB NOT NULL, 
	number SMALLINT NOT NULL, 
	kind SMALLINT NOT NULL, 
	time INTEGER, 
	payload_id INTEGER NOT NULL, 
	permanent BOOLEAN, 
	blocked BOOLEAN NOT NULL, 
	smtp_code SMALLINT, 
	enhanced_code VARCHAR, 
	reply_id INTEGER, 
	host_id INTEGER, 
	egress_id INTEGER, 
	sub_type_id INTEGER, 
	link_id INTEGER, 
	actor SMALLINT, 
	told_machine BOOLEAN, 
	head BOOLEAN NOT NULL, 
	agent_id INTEGER, 
	visitor SMALLINT, 
	PRIMARY KEY (message_id, "key"), 
	CONSTRAINT actor_is_known CHECK (actor BETWEEN 0 AND 1), 
	CONSTRAINT kind_is_known CHECK (kind BETWEEN 0 AND 14), 
	FOREIGN KEY(agent_id) REFERENCES label (id), 
	FOREIGN KEY(egress_id) REFERENCES label (id), 
	FOREIGN KEY(host_id) REFERENCES host (id), 
	FOREIGN KEY(link_id) REFERENCES link (id), 
	FOREIGN KEY(reply_id) REFERENCES reply (id), 
	FOREIGN KEY(sub_type_id) REFERENCES label (id)
)
 WITHOUT ROWID

;
CREATE INDEX ix_delivery_event_link ON delivery_event (link_id) WHERE link_id IS NOT NULL;
CREATE TABLE webhook_event (
	id INTEGER NOT NULL, 
	digest INTEGER NOT NULL, 
	provider SMALLINT, 
	server_id INTEGER NOT NULL, 
	source_id INTEGER, 
	received INTEGER NOT NULL, 
	processed INTEGER, 
	events INTEGER NOT NULL, 
	error VARCHAR, 
	PRIMARY KEY (id), 
	CONSTRAINT provider_is_known CHECK (provider BETWEEN 0 AND 10), 
	FOREIGN KEY(server_id) REFERENCES server (id), 
	FOREIGN KEY(source_id) REFERENCES source (id), 
	UNIQUE (digest)
);
CREATE INDEX ix_webhook_event_failed ON webhook_event (id) WHERE error IS NOT NULL;
CREATE INDEX ix_webhook_event_received ON webhook_event (received);
CREATE TABLE campaign_tally (
	campaign_id INTEGER NOT NULL, 
	part SMALLINT NOT NULL, 
	"key" VARCHAR NOT NULL, 
	attempted INTEGER NOT NULL, 
	delivered INTEGER NOT NULL, 
	hard INTEGER NOT NULL, 
	blocked INTEGER NOT NULL, 
	soft_final INTEGER NOT NULL, 
	pending INTEGER NOT NULL, 
	skipped INTEGER NOT NULL, 
	opened INTEGER NOT NULL, 
	opened_human INTEGER NOT NULL, 
	opened_machine INTEGER NOT NULL, 
	clicked INTEGER NOT NULL, 
	clicked_machine INTEGER NOT NULL, 
	engaged INTEGER NOT NULL, 
	complained INTEGER NOT NULL, 
	unsubscribed INTEGER NOT NULL, 
	PRIMARY KEY (campaign_id, part, "key"), 
	CONSTRAINT part_is_known CHECK (part BETWEEN 0 AND 2)
)
 WITHOUT ROWID

;
CREATE TABLE told_kind (
	server_id INTEGER NOT NULL, 
	campaign_id INTEGER NOT NULL, 
	kind SMALLINT NOT NULL, 
	PRIMARY KEY (server_id, campaign_id, kind), 
	CONSTRAINT kind_is_known CHECK (kind BETWEEN 0 AND 14)
)
 WITHOUT ROWID

;
CREATE TABLE campaign (
	id INTEGER NOT NULL, 
	digest INTEGER NOT NULL, 
	server_id INTEGER NOT NULL, 
	external_id VARCHAR NOT NULL, 
	name VARCHAR, 
	state SMALLINT, 
	scheduled INTEGER, 
	started INTEGER, 
	finished INTEGER, 
	from_name VARCHAR, 
	sender VARCHAR, 
	reply_to VARCHAR, 
	subject VARCHAR, 
	preview_text VARCHAR, 
	list_id INTEGER, 
	segment_id INTEGER, 
	template_id INTEGER, 
	provider_id INTEGER, 
	speed INTEGER, 
	retries INTEGER, 
	recipients INTEGER, 
	created INTEGER, 
	updated INTEGER, 
	archived INTEGER, 
	PRIMARY KEY (id), 
	FOREIGN KEY(server_id) REFERENCES server (id), 
	UNIQUE (digest), 
	CONSTRAINT state_is_known CHECK (state BETWEEN 0 AND 6)
);
CREATE TABLE contact (
	id INTEGER NOT NULL, 
	address_id INTEGER NOT NULL, 
	origin VARCHAR NOT NULL, 
	external_id VARCHAR NOT NULL, 
	first_name VARCHAR NOT NULL, 
	last_name VARCHAR NOT NULL, 
	status SMALLINT NOT NULL, 
	verified BOOLEAN, 
	consent BOOLEAN, 
	consent_at INTEGER, 
	confirmation_sent INTEGER, 
	confirmed INTEGER, 
	subscribed INTEGER, 
	unsubscribed INTEGER, 
	unsubscribe_reason VARCHAR NOT NULL, 
	bounces INTEGER NOT NULL, 
	last_bounce INTEGER, 
	bounce_type VARCHAR NOT NULL, 
	complaints INTEGER NOT NULL, 
	last_complaint INTEGER, 
	source VARCHAR NOT NULL, 
	notes VARCHAR NOT NULL, 
	tags VARCHAR NOT NULL, 
	custom VARCHAR NOT NULL, 
	created INTEGER, 
	updated INTEGER, 
	imported INTEGER NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT status_is_known CHECK (status BETWEEN 0 AND 4), 
	FOREIGN KEY(address_id) REFERENCES address (id), 
	UNIQUE (address_id)
);
CREATE INDEX ix_contact_external ON contact (origin, external_id);
CREATE INDEX ix_contact_status ON contact (status);
CREATE TABLE erasure (
	id INTEGER NOT NULL, 
	address VARCHAR, 
	stand_in VARCHAR NOT NULL, 
	asked_by VARCHAR NOT NULL, 
	begun INTEGER NOT NULL, 
	finished INTEGER, 
	part VARCHAR NOT NULL, 
	mark INTEGER NOT NULL, 
	counts VARCHAR NOT NULL, 
	salt BLOB NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE contact_list (
	id INTEGER NOT NULL, 
	origin VARCHAR NOT NULL, 
	external_id VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	description VARCHAR NOT NULL, 
	double_opt_in BOOLEAN, 
	created INTEGER, 
	updated INTEGER, 
	PRIMARY KEY (id)
);
CREATE UNIQUE INDEX ix_contact_list_external ON contact_list (origin, external_id);
CREATE TABLE membership (
	list_id INTEGER NOT NULL, 
	contact_id INTEGER NOT NULL, 
	state SMALLINT NOT NULL, 
	subscribed INTEGER, 
	unsubscribed INTEGER, 
	PRIMARY KEY (list_id, contact_id), 
	CONSTRAINT state_is_known CHECK (state BETWEEN 0 AND 1)
)
 WITHOUT ROWID

;
CREATE INDEX ix_membership_contact ON membership (contact_id);
CREATE TABLE segment (
	id INTEGER NOT NULL, 
	origin VARCHAR NOT NULL, 
	external_id VARCHAR NOT NULL, 
	list_id INTEGER, 
	name VARCHAR NOT NULL, 
	description VARCHAR NOT NULL, 
	conditions VARCHAR NOT NULL, 
	error VARCHAR, 
	dynamic BOOLEAN NOT NULL, 
	created INTEGER, 
	updated INTEGER, 
	PRIMARY KEY (id), 
	FOREIGN KEY(list_id) REFERENCES contact_list (id)
);
CREATE UNIQUE INDEX ix_segment_external ON segment (origin, external_id);
CREATE TABLE mail_template (
	id INTEGER NOT NULL, 
	origin VARCHAR NOT NULL, 
	external_id VARCHAR NOT NULL, 
	version INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	description VARCHAR NOT NULL, 
	subject VARCHAR NOT NULL, 
	html VARCHAR, 
	text VARCHAR, 
	preview_text VARCHAR NOT NULL, 
	variables VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	system BOOLEAN NOT NULL, 
	active BOOLEAN NOT NULL, 
	created INTEGER, 
	updated INTEGER, 
	PRIMARY KEY (id)
);
CREATE UNIQUE INDEX ix_mail_template_external ON mail_template (origin, external_id, version);
CREATE TABLE campaign_link (
	id INTEGER NOT NULL, 
	campaign_id INTEGER NOT NULL, 
	link_id INTEGER NOT NULL, 
	short_code VARCHAR NOT NULL, 
	created INTEGER, 
	PRIMARY KEY (id), 
	FOREIGN KEY(campaign_id) REFERENCES campaign (id), 
	FOREIGN KEY(link_id) REFERENCES link (id)
);
CREATE UNIQUE INDEX ix_campaign_link ON campaign_link (campaign_id, link_id);
CREATE TABLE source_mark (
	source_id INTEGER NOT NULL, 
	part VARCHAR NOT NULL, 
	mark VARCHAR NOT NULL, 
	rows INTEGER NOT NULL, 
	read INTEGER NOT NULL, 
	PRIMARY KEY (source_id, part)
)
 WITHOUT ROWID

;
CREATE TABLE provider (
	id INTEGER NOT NULL, 
	origin VARCHAR NOT NULL, 
	external_id VARCHAR NOT NULL, 
	server_id INTEGER, 
	kind SMALLINT NOT NULL, 
	name VARCHAR NOT NULL, 
	sender VARCHAR NOT NULL, 
	domain VARCHAR NOT NULL, 
	priority INTEGER, 
	is_default BOOLEAN NOT NULL, 
	active BOOLEAN NOT NULL, 
	state VARCHAR NOT NULL, 
	credentials VARCHAR NOT NULL, 
	last_error VARCHAR, 
	last_error_at INTEGER, 
	accepted INTEGER NOT NULL, 
	refused INTEGER NOT NULL, 
	failed INTEGER NOT NULL, 
	last_accepted INTEGER, 
	updated INTEGER, 
	PRIMARY KEY (id), 
	CONSTRAINT kind_is_known CHECK (kind BETWEEN 0 AND 9), 
	FOREIGN KEY(server_id) REFERENCES server (id)
);
CREATE INDEX ix_webhook_event_waiting ON webhook_event (id) WHERE processed IS NULL;
CREATE UNIQUE INDEX ix_provider_external ON provider (origin, external_id);
CREATE TABLE quota_window (
	provider_id INTEGER NOT NULL, 
	resource SMALLINT NOT NULL, 
	period SMALLINT NOT NULL, 
	"begin" INTEGER NOT NULL, 
	"end" INTEGER, 
	limit_value INTEGER, 
	used INTEGER NOT NULL, 
	exceeded INTEGER, 
	told INTEGER NOT NULL, 
	PRIMARY KEY (provider_id, resource, period, "begin"), 
	CONSTRAINT period_is_known CHECK (period BETWEEN 0 AND 4), 
	CONSTRAINT resource_is_known CHECK (resource BETWEEN 0 AND 2)
)
 WITHOUT ROWID

;
CREATE TABLE inbox (
	id INTEGER NOT NULL, 
	origin VARCHAR NOT NULL, 
	external_id VARCHAR NOT NULL, 
	domain VARCHAR NOT NULL, 
	local_part VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	catchall BOOLEAN NOT NULL, 
	created INTEGER, 
	updated INTEGER, 
	deleted INTEGER, 
	PRIMARY KEY (id)
);
CREATE INDEX ix_inbox_domain ON inbox (domain, local_part);
CREATE UNIQUE INDEX ix_inbox_external ON inbox (origin, external_id);
CREATE TABLE thread (
	id INTEGER NOT NULL, 
	subject VARCHAR NOT NULL, 
	first INTEGER NOT NULL, 
	last INTEGER NOT NULL, 
	messages INTEGER NOT NULL, 
	deleted INTEGER, 
	PRIMARY KEY (id)
);
CREATE INDEX ix_thread_last ON thread (last);
CREATE TABLE letter (
	message_id INTEGER NOT NULL, 
	thread_id INTEGER NOT NULL, 
	inbox_id INTEGER, 
	sent INTEGER, 
	rfc_id VARCHAR NOT NULL, 
	in_reply_to VARCHAR NOT NULL, 
	from_name VARCHAR NOT NULL, 
	subject_key INTEGER, 
	loose BOOLEAN NOT NULL, 
	storage_key VARCHAR NOT NULL, 
	PRIMARY KEY (message_id), 
	FOREIGN KEY(inbox_id) REFERENCES inbox (id), 
	FOREIGN KEY(thread_id) REFERENCES thread (id)
);
CREATE INDEX ix_letter_subject ON letter (subject_key, sent) WHERE subject_key IS NOT NULL;
CREATE INDEX ix_letter_thread ON letter (thread_id, sent);
CREATE TABLE message_reference (
	message_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	digest INTEGER NOT NULL, 
	referenced VARCHAR NOT NULL, 
	PRIMARY KEY (message_id, position)
)
 WITHOUT ROWID

;
CREATE INDEX ix_message_reference_digest ON message_reference (digest);
CREATE TABLE "raw_block" (id INTEGER NOT NULL, file_id INTEGER NOT NULL, log_type SMALLINT NOT NULL, time_min INTEGER NOT NULL, time_max INTEGER NOT NULL, others BLOB, data BLOB NOT NULL, PRIMARY KEY (id), CONSTRAINT log_type_is_known CHECK (log_type BETWEEN 0 AND 2), FOREIGN KEY(file_id) REFERENCES source_file (id));
CREATE INDEX ix_raw_block_file_id ON raw_block (file_id);
CREATE INDEX ix_raw_block_time ON raw_block (time_max, time_min);
CREATE TABLE unclear_line (
	id INTEGER NOT NULL, 
	message_id INTEGER NOT NULL, 
	time INTEGER NOT NULL, 
	PRIMARY KEY (id)
);
CREATE INDEX ix_unclear_line_time ON unclear_line (time, message_id);
CREATE INDEX ix_unclear_line_message ON unclear_line (message_id);
CREATE INDEX ix_attempt_host ON delivery_attempt (host_id, time) WHERE host_id IS NOT NULL;
CREATE INDEX ix_recipient_host ON recipient (host_id, finished) WHERE entry_id IS NOT NULL AND host_id IS NOT NULL;
CREATE VIEW every_attempt AS
    SELECT message_id, number, recipient, time, outcome, entry_id, router_id, transport_id, host_id,
        phase, smtp_code, enhanced_code, errno, reply_id, duration, egress_id, cause_id
    FROM delivery_attempt UNION ALL
    SELECT message_id, try_number, number, finished, CAST(0 AS INTEGER), entry_id, router_id, transport_id,
        host_id, CAST(NULL AS INTEGER), smtp_code, enhanced_code, CAST(NULL AS INTEGER),
        CAST(NULL AS INTEGER), duration, egress_id, CAST(NULL AS INTEGER)
    FROM recipient WHERE entry_id IS NOT NULL;
CREATE UNIQUE INDEX ix_host_ip ON host (ip, name);
INSERT INTO alembic_version VALUES ('0016');
