CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
CREATE TABLE province (
	id INTEGER NOT NULL, 
	code VARCHAR(2) NOT NULL, 
	list_version VARCHAR(10) NOT NULL, 
	name VARCHAR(120) NOT NULL, 
	CONSTRAINT pk_province PRIMARY KEY (id), 
	CONSTRAINT uq_province_code_list_version UNIQUE (code, list_version)
);
CREATE TABLE ward (
	id INTEGER NOT NULL, 
	province_id INTEGER NOT NULL, 
	code VARCHAR(5) NOT NULL, 
	list_version VARCHAR(10) NOT NULL, 
	name VARCHAR(120) NOT NULL, 
	official_name VARCHAR(120) NOT NULL, 
	neighbourhood_word VARCHAR(40) NOT NULL, 
	team_word VARCHAR(60) NOT NULL, 
	settings JSON NOT NULL, 
	note VARCHAR(500) NOT NULL, 
	CONSTRAINT pk_ward PRIMARY KEY (id), 
	CONSTRAINT fk_ward_province_id FOREIGN KEY(province_id) REFERENCES province (id), 
	CONSTRAINT uq_ward_code_list_version UNIQUE (code, list_version)
);
CREATE INDEX ix_ward_province_id ON ward (province_id);
CREATE TABLE neighbourhood (
	id INTEGER NOT NULL, 
	ward_id INTEGER NOT NULL, 
	name VARCHAR(120) NOT NULL, 
	is_whole_ward BOOLEAN NOT NULL, 
	valid_from DATE, 
	valid_to DATE, 
	merged_into_id INTEGER, latitude DOUBLE, longitude DOUBLE, 
	CONSTRAINT pk_neighbourhood PRIMARY KEY (id), 
	CONSTRAINT fk_neighbourhood_merged_into_id FOREIGN KEY(merged_into_id) REFERENCES neighbourhood (id), 
	CONSTRAINT fk_neighbourhood_ward_id FOREIGN KEY(ward_id) REFERENCES ward (id)
);
CREATE INDEX ix_neighbourhood_ward_id ON neighbourhood (ward_id);
CREATE TABLE team (
	id INTEGER NOT NULL, 
	ward_id INTEGER NOT NULL, 
	name VARCHAR(120) NOT NULL, 
	valid_from DATE, 
	valid_to DATE, 
	CONSTRAINT pk_team PRIMARY KEY (id), 
	CONSTRAINT fk_team_ward_id FOREIGN KEY(ward_id) REFERENCES ward (id)
);
CREATE INDEX ix_team_ward_id ON team (ward_id);
CREATE TABLE team_area (
	team_id INTEGER NOT NULL, 
	neighbourhood_id INTEGER NOT NULL, 
	CONSTRAINT pk_team_area PRIMARY KEY (team_id, neighbourhood_id), 
	CONSTRAINT fk_team_area_neighbourhood_id FOREIGN KEY(neighbourhood_id) REFERENCES neighbourhood (id), 
	CONSTRAINT fk_team_area_team_id FOREIGN KEY(team_id) REFERENCES team (id)
);
CREATE TABLE place (
	id INTEGER NOT NULL, 
	ward_id INTEGER NOT NULL, 
	neighbourhood_id INTEGER, 
	type VARCHAR(16) NOT NULL, 
	name VARCHAR(120) NOT NULL, 
	valid_to DATE, 
	CONSTRAINT pk_place PRIMARY KEY (id), 
	CONSTRAINT fk_place_neighbourhood_id FOREIGN KEY(neighbourhood_id) REFERENCES neighbourhood (id), 
	CONSTRAINT fk_place_ward_id FOREIGN KEY(ward_id) REFERENCES ward (id)
);
CREATE INDEX ix_place_ward_id ON place (ward_id);
CREATE TABLE population (
	id INTEGER NOT NULL, 
	ward_id INTEGER NOT NULL, 
	neighbourhood_id INTEGER, 
	"group" VARCHAR(40) NOT NULL, 
	figure INTEGER NOT NULL, 
	as_of DATE NOT NULL, 
	source VARCHAR(300) NOT NULL, 
	CONSTRAINT pk_population PRIMARY KEY (id), 
	CONSTRAINT fk_population_neighbourhood_id FOREIGN KEY(neighbourhood_id) REFERENCES neighbourhood (id), 
	CONSTRAINT fk_population_ward_id FOREIGN KEY(ward_id) REFERENCES ward (id), 
	CONSTRAINT ck_population_figure_not_negative CHECK (figure >= 0)
);
CREATE INDEX ix_population_ward_id_group_as_of ON population (ward_id, "group", as_of);
CREATE TABLE user (
	id INTEGER NOT NULL, 
	phone VARCHAR(16) NOT NULL, 
	name VARCHAR(120) NOT NULL, 
	password_hash VARCHAR(200) NOT NULL, 
	is_demonstration BOOLEAN NOT NULL, 
	created_at BIGINT NOT NULL, 
	ended_at BIGINT, 
	CONSTRAINT pk_user PRIMARY KEY (id), 
	CONSTRAINT uq_user_phone UNIQUE (phone)
);
CREATE TABLE membership (
	id INTEGER NOT NULL, 
	user_id INTEGER NOT NULL, 
	role VARCHAR(16) NOT NULL, 
	province_id INTEGER, 
	ward_id INTEGER, 
	team_id INTEGER, 
	valid_from DATE NOT NULL, 
	valid_to DATE, 
	CONSTRAINT pk_membership PRIMARY KEY (id), 
	CONSTRAINT ck_membership_role_has_its_place CHECK ((role = 'admin' AND ward_id IS NULL AND province_id IS NULL) OR (role = 'province' AND province_id IS NOT NULL AND ward_id IS NULL) OR (role IN ('coordinator', 'viewer') AND ward_id IS NOT NULL) OR (role IN ('member', 'leader') AND ward_id IS NOT NULL AND team_id IS NOT NULL)), 
	CONSTRAINT fk_membership_province_id FOREIGN KEY(province_id) REFERENCES province (id), 
	CONSTRAINT fk_membership_team_id FOREIGN KEY(team_id) REFERENCES team (id), 
	CONSTRAINT fk_membership_user_id FOREIGN KEY(user_id) REFERENCES user (id), 
	CONSTRAINT fk_membership_ward_id FOREIGN KEY(ward_id) REFERENCES ward (id)
);
CREATE INDEX ix_membership_user_id ON membership (user_id);
CREATE INDEX ix_membership_ward_id_team_id ON membership (ward_id, team_id);
CREATE UNIQUE INDEX uq_membership_current ON membership (user_id) WHERE valid_to IS NULL;
CREATE TABLE device (
	id BLOB NOT NULL, 
	user_id INTEGER NOT NULL, 
	label VARCHAR(120) NOT NULL, 
	created_at BIGINT NOT NULL, 
	last_seen_at BIGINT NOT NULL, 
	revoked_at BIGINT, 
	CONSTRAINT pk_device PRIMARY KEY (id), 
	CONSTRAINT fk_device_user_id FOREIGN KEY(user_id) REFERENCES user (id)
);
CREATE INDEX ix_device_user_id ON device (user_id);
CREATE TABLE sign_in_failure (
	id BLOB NOT NULL, 
	"key" VARCHAR(64) NOT NULL, 
	at BIGINT NOT NULL, 
	CONSTRAINT pk_sign_in_failure PRIMARY KEY (id)
);
CREATE INDEX ix_sign_in_failure_at ON sign_in_failure (at);
CREATE INDEX ix_sign_in_failure_key_at ON sign_in_failure ("key", at);
CREATE TABLE service (
	code VARCHAR(40) NOT NULL, 
	position INTEGER NOT NULL, 
	name_vi VARCHAR(160) NOT NULL, 
	name_en VARCHAR(160) NOT NULL, 
	pillar VARCHAR(40) NOT NULL, 
	denominator_group VARCHAR(40) NOT NULL, 
	outcomes VARCHAR(120) NOT NULL, 
	note VARCHAR(300) NOT NULL, 
	CONSTRAINT pk_service PRIMARY KEY (code)
);
CREATE TABLE topic (
	code VARCHAR(40) NOT NULL, 
	position INTEGER NOT NULL, 
	name_vi VARCHAR(160) NOT NULL, 
	name_en VARCHAR(160) NOT NULL, 
	CONSTRAINT pk_topic PRIMARY KEY (code)
);
CREATE TABLE indicator (
	code VARCHAR(40) NOT NULL, 
	position INTEGER NOT NULL, 
	name_vi VARCHAR(160) NOT NULL, 
	name_en VARCHAR(160) NOT NULL, 
	pillar VARCHAR(40) NOT NULL, 
	unit_vi VARCHAR(40) NOT NULL, 
	unit_en VARCHAR(40) NOT NULL, 
	denominator_group VARCHAR(40) NOT NULL, 
	measures VARCHAR(400) NOT NULL, 
	note VARCHAR(300) NOT NULL, 
	CONSTRAINT pk_indicator PRIMARY KEY (code)
);
CREATE TABLE baseline (
	id INTEGER NOT NULL, 
	ward_id INTEGER NOT NULL, 
	indicator_code VARCHAR(40) NOT NULL, 
	unit_then VARCHAR(160) NOT NULL, 
	as_of DATE, 
	numerator INTEGER, 
	bound VARCHAR(1) NOT NULL, 
	denominator INTEGER, 
	published_percent VARCHAR(8) NOT NULL, 
	source VARCHAR(300) NOT NULL, 
	note VARCHAR(300) NOT NULL, 
	CONSTRAINT pk_baseline PRIMARY KEY (id), 
	CONSTRAINT fk_baseline_indicator_code FOREIGN KEY(indicator_code) REFERENCES indicator (code), 
	CONSTRAINT fk_baseline_ward_id FOREIGN KEY(ward_id) REFERENCES ward (id)
);
CREATE INDEX ix_baseline_ward_id ON baseline (ward_id);
CREATE TABLE target (
	id INTEGER NOT NULL, 
	ward_id INTEGER NOT NULL, 
	team_id INTEGER, 
	neighbourhood_id INTEGER, 
	measure VARCHAR(80) NOT NULL, 
	year INTEGER NOT NULL, 
	month VARCHAR(7), 
	figure INTEGER NOT NULL, 
	CONSTRAINT pk_target PRIMARY KEY (id), 
	CONSTRAINT fk_target_neighbourhood_id FOREIGN KEY(neighbourhood_id) REFERENCES neighbourhood (id), 
	CONSTRAINT fk_target_team_id FOREIGN KEY(team_id) REFERENCES team (id), 
	CONSTRAINT fk_target_ward_id FOREIGN KEY(ward_id) REFERENCES ward (id), 
	CONSTRAINT ck_target_figure_positive CHECK (figure > 0)
);
CREATE INDEX ix_target_ward_id_year ON target (ward_id, year);
CREATE TABLE household (
	ward_id INTEGER NOT NULL, 
	id BLOB NOT NULL, 
	neighbourhood_id INTEGER NOT NULL, 
	label VARCHAR(200) NOT NULL, 
	folded VARCHAR(200) NOT NULL, 
	created_at BIGINT NOT NULL, 
	merged_into_id BLOB, 
	CONSTRAINT pk_household PRIMARY KEY (ward_id, id), 
	CONSTRAINT fk_household_neighbourhood_id FOREIGN KEY(neighbourhood_id) REFERENCES neighbourhood (id), 
	CONSTRAINT fk_household_ward_id FOREIGN KEY(ward_id) REFERENCES ward (id)
);
CREATE INDEX ix_household_ward_id_neighbourhood_id ON household (ward_id, neighbourhood_id);
CREATE TABLE merchant (
	ward_id INTEGER NOT NULL, 
	id BLOB NOT NULL, 
	neighbourhood_id INTEGER NOT NULL, 
	place_id INTEGER, 
	name VARCHAR(200) NOT NULL, 
	folded VARCHAR(200) NOT NULL, 
	created_at BIGINT NOT NULL, 
	merged_into_id BLOB, 
	CONSTRAINT pk_merchant PRIMARY KEY (ward_id, id), 
	CONSTRAINT fk_merchant_neighbourhood_id FOREIGN KEY(neighbourhood_id) REFERENCES neighbourhood (id), 
	CONSTRAINT fk_merchant_place_id FOREIGN KEY(place_id) REFERENCES place (id), 
	CONSTRAINT fk_merchant_ward_id FOREIGN KEY(ward_id) REFERENCES ward (id)
);
CREATE INDEX ix_merchant_ward_id_neighbourhood_id ON merchant (ward_id, neighbourhood_id);
CREATE TABLE area_month (
	ward_id INTEGER NOT NULL, 
	month VARCHAR(7) NOT NULL, 
	neighbourhood_id INTEGER NOT NULL, 
	measure VARCHAR(80) NOT NULL, 
	total BIGINT NOT NULL, 
	approved BIGINT NOT NULL, 
	CONSTRAINT pk_area_month PRIMARY KEY (ward_id, month, neighbourhood_id, measure)
)
 WITHOUT ROWID

;
CREATE TABLE team_month (
	ward_id INTEGER NOT NULL, 
	month VARCHAR(7) NOT NULL, 
	team_id INTEGER NOT NULL, 
	measure VARCHAR(80) NOT NULL, 
	total BIGINT NOT NULL, 
	approved BIGINT NOT NULL, 
	CONSTRAINT pk_team_month PRIMARY KEY (ward_id, month, team_id, measure)
)
 WITHOUT ROWID

;
CREATE TABLE ward_day (
	ward_id INTEGER NOT NULL, 
	day DATE NOT NULL, 
	measure VARCHAR(80) NOT NULL, 
	total BIGINT NOT NULL, 
	approved BIGINT NOT NULL, 
	CONSTRAINT pk_ward_day PRIMARY KEY (ward_id, day, measure)
)
 WITHOUT ROWID

;
CREATE TABLE household_month (
	ward_id INTEGER NOT NULL, 
	month VARCHAR(7) NOT NULL, 
	household_id BLOB NOT NULL, 
	neighbourhood_id INTEGER NOT NULL, 
	total INTEGER NOT NULL, 
	approved INTEGER NOT NULL, 
	CONSTRAINT pk_household_month PRIMARY KEY (ward_id, month, household_id, neighbourhood_id)
)
 WITHOUT ROWID

;
CREATE TABLE entry (
	ward_id INTEGER NOT NULL, 
	id BLOB NOT NULL, 
	kind VARCHAR(20) NOT NULL, 
	status VARCHAR(16) NOT NULL, 
	revision INTEGER NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	moves INTEGER NOT NULL, 
	form INTEGER NOT NULL, 
	neighbourhood_id INTEGER NOT NULL, 
	team_id INTEGER, 
	member_id INTEGER NOT NULL, 
	happened_on DATE NOT NULL, 
	month VARCHAR(7) NOT NULL, 
	recorded_at BIGINT, 
	received_at BIGINT NOT NULL, 
	household_id BLOB, 
	merchant_id BLOB, 
	service_code VARCHAR(40), 
	note VARCHAR(500) NOT NULL, 
	latitude DOUBLE, 
	longitude DOUBLE, 
	accuracy INTEGER, 
	flags JSON NOT NULL, 
	fields JSON NOT NULL, is_clear BOOLEAN DEFAULT 1 NOT NULL, waiting_since BIGINT, 
	CONSTRAINT pk_entry PRIMARY KEY (ward_id, id), 
	CONSTRAINT fk_entry_member_id FOREIGN KEY(member_id) REFERENCES user (id), 
	CONSTRAINT fk_entry_neighbourhood_id FOREIGN KEY(neighbourhood_id) REFERENCES neighbourhood (id), 
	CONSTRAINT fk_entry_team_id FOREIGN KEY(team_id) REFERENCES team (id), 
	CONSTRAINT fk_entry_ward_id FOREIGN KEY(ward_id) REFERENCES ward (id)
);
CREATE INDEX ix_entry_ward_id_member_id_happened_on ON entry (ward_id, member_id, happened_on);
CREATE INDEX ix_entry_ward_id_team_id_happened_on ON entry (ward_id, team_id, happened_on);
CREATE TABLE companion (
	ward_id INTEGER NOT NULL, 
	entry_id BLOB NOT NULL, 
	member_id INTEGER NOT NULL, 
	month VARCHAR(7) NOT NULL, 
	CONSTRAINT pk_companion PRIMARY KEY (ward_id, entry_id, member_id), 
	CONSTRAINT fk_companion_member_id FOREIGN KEY(member_id) REFERENCES user (id)
);
CREATE INDEX ix_companion_ward_id_member_id_month ON companion (ward_id, member_id, month);
CREATE TABLE month_lock (
	ward_id INTEGER NOT NULL, 
	month VARCHAR(7) NOT NULL, 
	closed_at BIGINT, 
	closed_by_id INTEGER, 
	CONSTRAINT pk_month_lock PRIMARY KEY (ward_id, month), 
	CONSTRAINT fk_month_lock_closed_by_id FOREIGN KEY(closed_by_id) REFERENCES user (id), 
	CONSTRAINT fk_month_lock_ward_id FOREIGN KEY(ward_id) REFERENCES ward (id)
);
CREATE TABLE photo (
	ward_id INTEGER NOT NULL, 
	id BLOB NOT NULL, 
	entry_id BLOB NOT NULL, 
	member_id INTEGER NOT NULL, 
	sent_digest VARCHAR(64) NOT NULL, 
	width INTEGER NOT NULL, 
	height INTEGER NOT NULL, 
	received_at BIGINT NOT NULL, 
	CONSTRAINT pk_photo PRIMARY KEY (ward_id, id), 
	CONSTRAINT fk_photo_member_id FOREIGN KEY(member_id) REFERENCES user (id), 
	CONSTRAINT fk_photo_ward_id_entry_id FOREIGN KEY(ward_id, entry_id) REFERENCES entry (ward_id, id)
);
CREATE INDEX ix_photo_ward_id_entry_id ON photo (ward_id, entry_id);
CREATE TABLE photo_content (
	ward_id INTEGER NOT NULL, 
	photo_id BLOB NOT NULL, 
	preview BLOB NOT NULL, 
	content BLOB NOT NULL, 
	CONSTRAINT pk_photo_content PRIMARY KEY (ward_id, photo_id), 
	CONSTRAINT fk_photo_content_ward_id_photo_id FOREIGN KEY(ward_id, photo_id) REFERENCES photo (ward_id, id)
);
CREATE INDEX ix_entry_ward_id_month_neighbourhood_id_household_id ON entry (ward_id, month, neighbourhood_id, household_id);
CREATE INDEX ix_entry_ward_id_status_is_clear_waiting_since_id ON entry (ward_id, status, is_clear, waiting_since, id) WHERE waiting_since IS NOT NULL;
CREATE TABLE "review_event" (
	ward_id INTEGER NOT NULL, 
	entry_id BLOB NOT NULL, 
	number INTEGER NOT NULL, 
	at BIGINT NOT NULL, 
	actor_id INTEGER, 
	action VARCHAR(16) NOT NULL, 
	status VARCHAR(16) NOT NULL, 
	revision INTEGER NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	reason VARCHAR(40) NOT NULL, 
	comment VARCHAR(500) NOT NULL, 
	"before" JSON, 
	CONSTRAINT pk_review_event PRIMARY KEY (ward_id, entry_id, number), 
	CONSTRAINT fk_review_event_actor_id FOREIGN KEY(actor_id) REFERENCES user (id)
)
 WITHOUT ROWID

;
CREATE INDEX ix_photo_ward_id_sent_digest ON photo (ward_id, sent_digest);
CREATE TABLE decision (
	ward_id INTEGER NOT NULL, 
	id BLOB NOT NULL, 
	actor_id INTEGER NOT NULL, 
	at BIGINT NOT NULL, 
	action VARCHAR(16) NOT NULL, 
	moves JSON NOT NULL, 
	undone_at BIGINT, 
	CONSTRAINT pk_decision PRIMARY KEY (ward_id, id), 
	CONSTRAINT fk_decision_actor_id FOREIGN KEY(actor_id) REFERENCES user (id), 
	CONSTRAINT fk_decision_ward_id FOREIGN KEY(ward_id) REFERENCES ward (id)
);
CREATE INDEX ix_decision_ward_id_actor_id_at ON decision (ward_id, actor_id, at);
CREATE TABLE month_edition (
	ward_id INTEGER NOT NULL, 
	month VARCHAR(7) NOT NULL, 
	number INTEGER NOT NULL, 
	closed_at BIGINT NOT NULL, 
	closed_by_id INTEGER, 
	approved_at_closing INTEGER NOT NULL, 
	figures TEXT NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	reopened_at BIGINT, 
	reopened_by_id INTEGER, 
	reopened_for VARCHAR(500) NOT NULL, 
	CONSTRAINT pk_month_edition PRIMARY KEY (ward_id, month, number), 
	CONSTRAINT fk_month_edition_closed_by_id FOREIGN KEY(closed_by_id) REFERENCES user (id), 
	CONSTRAINT fk_month_edition_reopened_by_id FOREIGN KEY(reopened_by_id) REFERENCES user (id), 
	CONSTRAINT fk_month_edition_ward_id FOREIGN KEY(ward_id) REFERENCES ward (id)
);
CREATE TABLE journal_line (
	id INTEGER NOT NULL, 
	at BIGINT NOT NULL, 
	actor_id INTEGER, 
	ward_id INTEGER, 
	event VARCHAR(40) NOT NULL, 
	detail JSON NOT NULL, 
	CONSTRAINT pk_journal_line PRIMARY KEY (id), 
	CONSTRAINT fk_journal_line_actor_id FOREIGN KEY(actor_id) REFERENCES user (id), 
	CONSTRAINT fk_journal_line_ward_id FOREIGN KEY(ward_id) REFERENCES ward (id)
);
CREATE INDEX ix_journal_line_ward_id_at ON journal_line (ward_id, at);
CREATE INDEX ix_journal_line_at ON journal_line (at);
CREATE TRIGGER keep_journal_update BEFORE update ON journal_line BEGIN SELECT RAISE(ABORT, 'the journal is only added to'); END;
CREATE TRIGGER keep_journal_delete BEFORE delete ON journal_line BEGIN SELECT RAISE(ABORT, 'the journal is only added to'); END;
CREATE TABLE month_words (
	ward_id INTEGER NOT NULL, 
	month VARCHAR(7) NOT NULL, 
	team_id INTEGER NOT NULL, 
	organisation VARCHAR(4000) NOT NULL, 
	models VARCHAR(4000) NOT NULL, 
	feedback VARCHAR(4000) NOT NULL, 
	strengths VARCHAR(4000) NOT NULL, 
	difficulties VARCHAR(4000) NOT NULL, 
	causes VARCHAR(4000) NOT NULL, 
	next_tasks VARCHAR(4000) NOT NULL, 
	proposals VARCHAR(4000) NOT NULL, 
	saved_at BIGINT NOT NULL, 
	saved_by_id INTEGER, 
	CONSTRAINT pk_month_words PRIMARY KEY (ward_id, month, team_id), 
	CONSTRAINT fk_month_words_saved_by_id FOREIGN KEY(saved_by_id) REFERENCES user (id), 
	CONSTRAINT fk_month_words_ward_id FOREIGN KEY(ward_id) REFERENCES ward (id)
);
CREATE TABLE report_template (
	ward_id INTEGER NOT NULL, 
	name VARCHAR(120) NOT NULL, 
	content BLOB NOT NULL, 
	size INTEGER NOT NULL, 
	uploaded_at BIGINT NOT NULL, 
	uploaded_by_id INTEGER, 
	CONSTRAINT pk_report_template PRIMARY KEY (ward_id), 
	CONSTRAINT fk_report_template_uploaded_by_id FOREIGN KEY(uploaded_by_id) REFERENCES user (id), 
	CONSTRAINT fk_report_template_ward_id FOREIGN KEY(ward_id) REFERENCES ward (id)
);
CREATE INDEX ix_review_event_ward_id_at ON review_event (ward_id, at) WHERE action = 'return';
