CREATE FUNCTION public.keep_journal() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION 'the journal is only added to'; END $$;
CREATE TABLE public.alembic_version (
    version_num character varying(32) NOT NULL
);
CREATE TABLE public.area_month (
    ward_id integer NOT NULL,
    month character varying(7) NOT NULL,
    neighbourhood_id integer NOT NULL,
    measure character varying(80) NOT NULL,
    total bigint NOT NULL,
    approved bigint NOT NULL
)
WITH (fillfactor='70');
CREATE TABLE public.baseline (
    id integer NOT NULL,
    ward_id integer NOT NULL,
    indicator_code character varying(40) NOT NULL,
    unit_then character varying(160) NOT NULL,
    as_of date,
    numerator integer,
    bound character varying(1) NOT NULL,
    denominator integer,
    published_percent character varying(8) NOT NULL,
    source character varying(300) NOT NULL,
    note character varying(300) NOT NULL
);
CREATE SEQUENCE public.baseline_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.baseline_id_seq OWNED BY public.baseline.id;
CREATE TABLE public.companion (
    ward_id integer NOT NULL,
    entry_id uuid NOT NULL,
    member_id integer NOT NULL,
    month character varying(7) NOT NULL
);
CREATE TABLE public.decision (
    ward_id integer NOT NULL,
    id uuid NOT NULL,
    actor_id integer NOT NULL,
    at timestamp with time zone NOT NULL,
    action character varying(16) NOT NULL,
    moves json NOT NULL,
    undone_at timestamp with time zone
);
CREATE TABLE public.device (
    id uuid NOT NULL,
    user_id integer NOT NULL,
    label character varying(120) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    last_seen_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone
);
CREATE TABLE public.entry (
    ward_id integer NOT NULL,
    id uuid NOT NULL,
    kind character varying(20) NOT NULL,
    status character varying(16) NOT NULL,
    revision integer NOT NULL,
    digest character varying(64) NOT NULL,
    moves integer NOT NULL,
    form integer NOT NULL,
    neighbourhood_id integer NOT NULL,
    team_id integer,
    member_id integer NOT NULL,
    happened_on date NOT NULL,
    month character varying(7) NOT NULL,
    recorded_at timestamp with time zone,
    received_at timestamp with time zone NOT NULL,
    household_id uuid,
    merchant_id uuid,
    service_code character varying(40),
    note character varying(500) NOT NULL,
    latitude double precision,
    longitude double precision,
    accuracy integer,
    flags json NOT NULL,
    fields json NOT NULL,
    is_clear boolean DEFAULT true NOT NULL,
    waiting_since timestamp with time zone
);
CREATE TABLE public.household (
    ward_id integer NOT NULL,
    id uuid NOT NULL,
    neighbourhood_id integer NOT NULL,
    label character varying(200) NOT NULL,
    folded character varying(200) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    merged_into_id uuid
);
CREATE TABLE public.household_month (
    ward_id integer NOT NULL,
    month character varying(7) NOT NULL,
    household_id uuid NOT NULL,
    neighbourhood_id integer NOT NULL,
    total integer NOT NULL,
    approved integer NOT NULL
)
WITH (fillfactor='70');
CREATE TABLE public.indicator (
    code character varying(40) NOT NULL,
    "position" integer NOT NULL,
    name_vi character varying(160) NOT NULL,
    name_en character varying(160) NOT NULL,
    pillar character varying(40) NOT NULL,
    unit_vi character varying(40) NOT NULL,
    unit_en character varying(40) NOT NULL,
    denominator_group character varying(40) NOT NULL,
    measures character varying(400) NOT NULL,
    note character varying(300) NOT NULL
);
CREATE TABLE public.journal_line (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    actor_id integer,
    ward_id integer,
    event character varying(40) NOT NULL,
    detail json NOT NULL
);
CREATE SEQUENCE public.journal_line_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.journal_line_id_seq OWNED BY public.journal_line.id;
CREATE TABLE public.membership (
    id integer NOT NULL,
    user_id integer NOT NULL,
    role character varying(16) NOT NULL,
    province_id integer,
    ward_id integer,
    team_id integer,
    valid_from date NOT NULL,
    valid_to date,
    CONSTRAINT ck_membership_role_has_its_place CHECK (((((role)::text = 'admin'::text) AND (ward_id IS NULL) AND (province_id IS NULL)) OR (((role)::text = 'province'::text) AND (province_id IS NOT NULL) AND (ward_id IS NULL)) OR (((role)::text = ANY ((ARRAY['coordinator'::character varying, 'viewer'::character varying])::text[])) AND (ward_id IS NOT NULL)) OR (((role)::text = ANY ((ARRAY['member'::character varying, 'leader'::character varying])::text[])) AND (ward_id IS NOT NULL) AND (team_id IS NOT NULL))))
);
CREATE SEQUENCE public.membership_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.membership_id_seq OWNED BY public.membership.id;
CREATE TABLE public.merchant (
    ward_id integer NOT NULL,
    id uuid NOT NULL,
    neighbourhood_id integer NOT NULL,
    place_id integer,
    name character varying(200) NOT NULL,
    folded character varying(200) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    merged_into_id uuid
);
CREATE TABLE public.month_edition (
    ward_id integer NOT NULL,
    month character varying(7) NOT NULL,
    number integer NOT NULL,
    closed_at timestamp with time zone NOT NULL,
    closed_by_id integer,
    approved_at_closing integer NOT NULL,
    figures text NOT NULL,
    digest character varying(64) NOT NULL,
    reopened_at timestamp with time zone,
    reopened_by_id integer,
    reopened_for character varying(500) NOT NULL
);
CREATE TABLE public.month_lock (
    ward_id integer NOT NULL,
    month character varying(7) NOT NULL,
    closed_at timestamp with time zone,
    closed_by_id integer
);
CREATE TABLE public.month_words (
    ward_id integer NOT NULL,
    month character varying(7) NOT NULL,
    team_id integer NOT NULL,
    organisation character varying(4000) NOT NULL,
    models character varying(4000) NOT NULL,
    feedback character varying(4000) NOT NULL,
    strengths character varying(4000) NOT NULL,
    difficulties character varying(4000) NOT NULL,
    causes character varying(4000) NOT NULL,
    next_tasks character varying(4000) NOT NULL,
    proposals character varying(4000) NOT NULL,
    saved_at timestamp with time zone NOT NULL,
    saved_by_id integer
);
CREATE TABLE public.neighbourhood (
    id integer NOT NULL,
    ward_id integer NOT NULL,
    name character varying(120) NOT NULL,
    is_whole_ward boolean NOT NULL,
    valid_from date,
    valid_to date,
    merged_into_id integer,
    latitude double precision,
    longitude double precision
);
CREATE SEQUENCE public.neighbourhood_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.neighbourhood_id_seq OWNED BY public.neighbourhood.id;
CREATE TABLE public.photo (
    ward_id integer NOT NULL,
    id uuid NOT NULL,
    entry_id uuid NOT NULL,
    member_id integer NOT NULL,
    sent_digest character varying(64) NOT NULL,
    width integer NOT NULL,
    height integer NOT NULL,
    received_at timestamp with time zone NOT NULL
);
CREATE TABLE public.photo_content (
    ward_id integer NOT NULL,
    photo_id uuid NOT NULL,
    preview bytea NOT NULL,
    content bytea NOT NULL
);
CREATE TABLE public.place (
    id integer NOT NULL,
    ward_id integer NOT NULL,
    neighbourhood_id integer,
    type character varying(16) NOT NULL,
    name character varying(120) NOT NULL,
    valid_to date
);
CREATE SEQUENCE public.place_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.place_id_seq OWNED BY public.place.id;
CREATE TABLE public.population (
    id integer NOT NULL,
    ward_id integer NOT NULL,
    neighbourhood_id integer,
    "group" character varying(40) NOT NULL,
    figure integer NOT NULL,
    as_of date NOT NULL,
    source character varying(300) NOT NULL,
    CONSTRAINT ck_population_figure_not_negative CHECK ((figure >= 0))
);
CREATE SEQUENCE public.population_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.population_id_seq OWNED BY public.population.id;
CREATE TABLE public.province (
    id integer NOT NULL,
    code character varying(2) NOT NULL,
    list_version character varying(10) NOT NULL,
    name character varying(120) NOT NULL
);
CREATE SEQUENCE public.province_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.province_id_seq OWNED BY public.province.id;
CREATE TABLE public.report_template (
    ward_id integer NOT NULL,
    name character varying(120) NOT NULL,
    content bytea NOT NULL,
    size integer NOT NULL,
    uploaded_at timestamp with time zone NOT NULL,
    uploaded_by_id integer
);
CREATE TABLE public.review_event (
    ward_id integer NOT NULL,
    entry_id uuid NOT NULL,
    number integer NOT NULL,
    at timestamp with time zone NOT NULL,
    actor_id integer,
    action character varying(16) NOT NULL,
    status character varying(16) NOT NULL,
    revision integer NOT NULL,
    digest character varying(64) NOT NULL,
    reason character varying(40) NOT NULL,
    comment character varying(500) NOT NULL,
    before json
);
CREATE TABLE public.service (
    code character varying(40) NOT NULL,
    "position" integer NOT NULL,
    name_vi character varying(160) NOT NULL,
    name_en character varying(160) NOT NULL,
    pillar character varying(40) NOT NULL,
    denominator_group character varying(40) NOT NULL,
    outcomes character varying(120) NOT NULL,
    note character varying(300) NOT NULL
);
CREATE TABLE public.sign_in_failure (
    id uuid NOT NULL,
    key character varying(64) NOT NULL,
    at timestamp with time zone NOT NULL
);
CREATE TABLE public.target (
    id integer NOT NULL,
    ward_id integer NOT NULL,
    team_id integer,
    neighbourhood_id integer,
    measure character varying(80) NOT NULL,
    year integer NOT NULL,
    month character varying(7),
    figure integer NOT NULL,
    CONSTRAINT ck_target_figure_positive CHECK ((figure > 0))
);
CREATE SEQUENCE public.target_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.target_id_seq OWNED BY public.target.id;
CREATE TABLE public.team (
    id integer NOT NULL,
    ward_id integer NOT NULL,
    name character varying(120) NOT NULL,
    valid_from date,
    valid_to date
);
CREATE TABLE public.team_area (
    team_id integer NOT NULL,
    neighbourhood_id integer NOT NULL
);
CREATE SEQUENCE public.team_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.team_id_seq OWNED BY public.team.id;
CREATE TABLE public.team_month (
    ward_id integer NOT NULL,
    month character varying(7) NOT NULL,
    team_id integer NOT NULL,
    measure character varying(80) NOT NULL,
    total bigint NOT NULL,
    approved bigint NOT NULL
)
WITH (fillfactor='70');
CREATE TABLE public.topic (
    code character varying(40) NOT NULL,
    "position" integer NOT NULL,
    name_vi character varying(160) NOT NULL,
    name_en character varying(160) NOT NULL
);
CREATE TABLE public."user" (
    id integer NOT NULL,
    phone character varying(16) NOT NULL,
    name character varying(120) NOT NULL,
    password_hash character varying(200) NOT NULL,
    is_demonstration boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone
);
CREATE SEQUENCE public.user_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.user_id_seq OWNED BY public."user".id;
CREATE TABLE public.ward (
    id integer NOT NULL,
    province_id integer NOT NULL,
    code character varying(5) NOT NULL,
    list_version character varying(10) NOT NULL,
    name character varying(120) NOT NULL,
    official_name character varying(120) NOT NULL,
    neighbourhood_word character varying(40) NOT NULL,
    team_word character varying(60) NOT NULL,
    settings json NOT NULL,
    note character varying(500) NOT NULL
);
CREATE TABLE public.ward_day (
    ward_id integer NOT NULL,
    day date NOT NULL,
    measure character varying(80) NOT NULL,
    total bigint NOT NULL,
    approved bigint NOT NULL
)
WITH (fillfactor='70');
CREATE SEQUENCE public.ward_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.ward_id_seq OWNED BY public.ward.id;
ALTER TABLE ONLY public.baseline ALTER COLUMN id SET DEFAULT nextval('public.baseline_id_seq'::regclass);
ALTER TABLE ONLY public.journal_line ALTER COLUMN id SET DEFAULT nextval('public.journal_line_id_seq'::regclass);
ALTER TABLE ONLY public.membership ALTER COLUMN id SET DEFAULT nextval('public.membership_id_seq'::regclass);
ALTER TABLE ONLY public.neighbourhood ALTER COLUMN id SET DEFAULT nextval('public.neighbourhood_id_seq'::regclass);
ALTER TABLE ONLY public.place ALTER COLUMN id SET DEFAULT nextval('public.place_id_seq'::regclass);
ALTER TABLE ONLY public.population ALTER COLUMN id SET DEFAULT nextval('public.population_id_seq'::regclass);
ALTER TABLE ONLY public.province ALTER COLUMN id SET DEFAULT nextval('public.province_id_seq'::regclass);
ALTER TABLE ONLY public.target ALTER COLUMN id SET DEFAULT nextval('public.target_id_seq'::regclass);
ALTER TABLE ONLY public.team ALTER COLUMN id SET DEFAULT nextval('public.team_id_seq'::regclass);
ALTER TABLE ONLY public."user" ALTER COLUMN id SET DEFAULT nextval('public.user_id_seq'::regclass);
ALTER TABLE ONLY public.ward ALTER COLUMN id SET DEFAULT nextval('public.ward_id_seq'::regclass);
ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY public.area_month
    ADD CONSTRAINT pk_area_month PRIMARY KEY (ward_id, month, neighbourhood_id, measure);
ALTER TABLE ONLY public.baseline
    ADD CONSTRAINT pk_baseline PRIMARY KEY (id);
ALTER TABLE ONLY public.companion
    ADD CONSTRAINT pk_companion PRIMARY KEY (ward_id, entry_id, member_id);
ALTER TABLE ONLY public.decision
    ADD CONSTRAINT pk_decision PRIMARY KEY (ward_id, id);
ALTER TABLE ONLY public.device
    ADD CONSTRAINT pk_device PRIMARY KEY (id);
ALTER TABLE ONLY public.entry
    ADD CONSTRAINT pk_entry PRIMARY KEY (ward_id, id);
ALTER TABLE ONLY public.household
    ADD CONSTRAINT pk_household PRIMARY KEY (ward_id, id);
ALTER TABLE ONLY public.household_month
    ADD CONSTRAINT pk_household_month PRIMARY KEY (ward_id, month, household_id, neighbourhood_id);
ALTER TABLE ONLY public.indicator
    ADD CONSTRAINT pk_indicator PRIMARY KEY (code);
ALTER TABLE ONLY public.journal_line
    ADD CONSTRAINT pk_journal_line PRIMARY KEY (id);
ALTER TABLE ONLY public.membership
    ADD CONSTRAINT pk_membership PRIMARY KEY (id);
ALTER TABLE ONLY public.merchant
    ADD CONSTRAINT pk_merchant PRIMARY KEY (ward_id, id);
ALTER TABLE ONLY public.month_edition
    ADD CONSTRAINT pk_month_edition PRIMARY KEY (ward_id, month, number);
ALTER TABLE ONLY public.month_lock
    ADD CONSTRAINT pk_month_lock PRIMARY KEY (ward_id, month);
ALTER TABLE ONLY public.month_words
    ADD CONSTRAINT pk_month_words PRIMARY KEY (ward_id, month, team_id);
ALTER TABLE ONLY public.neighbourhood
    ADD CONSTRAINT pk_neighbourhood PRIMARY KEY (id);
ALTER TABLE ONLY public.photo
    ADD CONSTRAINT pk_photo PRIMARY KEY (ward_id, id);
ALTER TABLE ONLY public.photo_content
    ADD CONSTRAINT pk_photo_content PRIMARY KEY (ward_id, photo_id);
ALTER TABLE ONLY public.place
    ADD CONSTRAINT pk_place PRIMARY KEY (id);
ALTER TABLE ONLY public.population
    ADD CONSTRAINT pk_population PRIMARY KEY (id);
ALTER TABLE ONLY public.province
    ADD CONSTRAINT pk_province PRIMARY KEY (id);
ALTER TABLE ONLY public.report_template
    ADD CONSTRAINT pk_report_template PRIMARY KEY (ward_id);
ALTER TABLE ONLY public.review_event
    ADD CONSTRAINT pk_review_event PRIMARY KEY (ward_id, entry_id, number);
ALTER TABLE ONLY public.service
    ADD CONSTRAINT pk_service PRIMARY KEY (code);
ALTER TABLE ONLY public.sign_in_failure
    ADD CONSTRAINT pk_sign_in_failure PRIMARY KEY (id);
ALTER TABLE ONLY public.target
    ADD CONSTRAINT pk_target PRIMARY KEY (id);
ALTER TABLE ONLY public.team
    ADD CONSTRAINT pk_team PRIMARY KEY (id);
ALTER TABLE ONLY public.team_area
    ADD CONSTRAINT pk_team_area PRIMARY KEY (team_id, neighbourhood_id);
ALTER TABLE ONLY public.team_month
    ADD CONSTRAINT pk_team_month PRIMARY KEY (ward_id, month, team_id, measure);
ALTER TABLE ONLY public.topic
    ADD CONSTRAINT pk_topic PRIMARY KEY (code);
ALTER TABLE ONLY public."user"
    ADD CONSTRAINT pk_user PRIMARY KEY (id);
ALTER TABLE ONLY public.ward
    ADD CONSTRAINT pk_ward PRIMARY KEY (id);
ALTER TABLE ONLY public.ward_day
    ADD CONSTRAINT pk_ward_day PRIMARY KEY (ward_id, day, measure);
ALTER TABLE ONLY public.province
    ADD CONSTRAINT uq_province_code_list_version UNIQUE (code, list_version);
ALTER TABLE ONLY public."user"
    ADD CONSTRAINT uq_user_phone UNIQUE (phone);
ALTER TABLE ONLY public.ward
    ADD CONSTRAINT uq_ward_code_list_version UNIQUE (code, list_version);
CREATE INDEX ix_baseline_ward_id ON public.baseline USING btree (ward_id);
CREATE INDEX ix_companion_ward_id_member_id_month ON public.companion USING btree (ward_id, member_id, month);
CREATE INDEX ix_decision_ward_id_actor_id_at ON public.decision USING btree (ward_id, actor_id, at);
CREATE INDEX ix_device_user_id ON public.device USING btree (user_id);
CREATE INDEX ix_entry_ward_id_member_id_happened_on ON public.entry USING btree (ward_id, member_id, happened_on);
CREATE INDEX ix_entry_ward_id_month_neighbourhood_id_household_id ON public.entry USING btree (ward_id, month, neighbourhood_id, household_id);
CREATE INDEX ix_entry_ward_id_status_is_clear_waiting_since_id ON public.entry USING btree (ward_id, status, is_clear, waiting_since, id) WHERE (waiting_since IS NOT NULL);
CREATE INDEX ix_entry_ward_id_team_id_happened_on ON public.entry USING btree (ward_id, team_id, happened_on);
CREATE INDEX ix_household_ward_id_neighbourhood_id ON public.household USING btree (ward_id, neighbourhood_id);
CREATE INDEX ix_journal_line_at ON public.journal_line USING btree (at);
CREATE INDEX ix_journal_line_ward_id_at ON public.journal_line USING btree (ward_id, at);
CREATE INDEX ix_membership_user_id ON public.membership USING btree (user_id);
CREATE INDEX ix_membership_ward_id_team_id ON public.membership USING btree (ward_id, team_id);
CREATE INDEX ix_merchant_ward_id_neighbourhood_id ON public.merchant USING btree (ward_id, neighbourhood_id);
CREATE INDEX ix_neighbourhood_ward_id ON public.neighbourhood USING btree (ward_id);
CREATE INDEX ix_photo_ward_id_entry_id ON public.photo USING btree (ward_id, entry_id);
CREATE INDEX ix_photo_ward_id_sent_digest ON public.photo USING btree (ward_id, sent_digest);
CREATE INDEX ix_place_ward_id ON public.place USING btree (ward_id);
CREATE INDEX ix_population_ward_id_group_as_of ON public.population USING btree (ward_id, "group", as_of);
CREATE INDEX ix_review_event_ward_id_at ON public.review_event USING btree (ward_id, at) WHERE ((action)::text = 'return'::text);
CREATE INDEX ix_sign_in_failure_at ON public.sign_in_failure USING btree (at);
CREATE INDEX ix_sign_in_failure_key_at ON public.sign_in_failure USING btree (key, at);
CREATE INDEX ix_target_ward_id_year ON public.target USING btree (ward_id, year);
CREATE INDEX ix_team_ward_id ON public.team USING btree (ward_id);
CREATE INDEX ix_ward_province_id ON public.ward USING btree (province_id);
CREATE UNIQUE INDEX uq_membership_current ON public.membership USING btree (user_id) WHERE (valid_to IS NULL);
CREATE TRIGGER keep_journal BEFORE DELETE OR UPDATE ON public.journal_line FOR EACH ROW EXECUTE FUNCTION public.keep_journal();
ALTER TABLE ONLY public.baseline
    ADD CONSTRAINT fk_baseline_indicator_code FOREIGN KEY (indicator_code) REFERENCES public.indicator(code);
ALTER TABLE ONLY public.baseline
    ADD CONSTRAINT fk_baseline_ward_id FOREIGN KEY (ward_id) REFERENCES public.ward(id);
ALTER TABLE ONLY public.companion
    ADD CONSTRAINT fk_companion_member_id FOREIGN KEY (member_id) REFERENCES public."user"(id);
ALTER TABLE ONLY public.decision
    ADD CONSTRAINT fk_decision_actor_id FOREIGN KEY (actor_id) REFERENCES public."user"(id);
ALTER TABLE ONLY public.decision
    ADD CONSTRAINT fk_decision_ward_id FOREIGN KEY (ward_id) REFERENCES public.ward(id);
ALTER TABLE ONLY public.device
    ADD CONSTRAINT fk_device_user_id FOREIGN KEY (user_id) REFERENCES public."user"(id);
ALTER TABLE ONLY public.entry
    ADD CONSTRAINT fk_entry_member_id FOREIGN KEY (member_id) REFERENCES public."user"(id);
ALTER TABLE ONLY public.entry
    ADD CONSTRAINT fk_entry_neighbourhood_id FOREIGN KEY (neighbourhood_id) REFERENCES public.neighbourhood(id);
ALTER TABLE ONLY public.entry
    ADD CONSTRAINT fk_entry_team_id FOREIGN KEY (team_id) REFERENCES public.team(id);
ALTER TABLE ONLY public.entry
    ADD CONSTRAINT fk_entry_ward_id FOREIGN KEY (ward_id) REFERENCES public.ward(id);
ALTER TABLE ONLY public.household
    ADD CONSTRAINT fk_household_neighbourhood_id FOREIGN KEY (neighbourhood_id) REFERENCES public.neighbourhood(id);
ALTER TABLE ONLY public.household
    ADD CONSTRAINT fk_household_ward_id FOREIGN KEY (ward_id) REFERENCES public.ward(id);
ALTER TABLE ONLY public.journal_line
    ADD CONSTRAINT fk_journal_line_actor_id FOREIGN KEY (actor_id) REFERENCES public."user"(id);
ALTER TABLE ONLY public.journal_line
    ADD CONSTRAINT fk_journal_line_ward_id FOREIGN KEY (ward_id) REFERENCES public.ward(id);
ALTER TABLE ONLY public.membership
    ADD CONSTRAINT fk_membership_province_id FOREIGN KEY (province_id) REFERENCES public.province(id);
ALTER TABLE ONLY public.membership
    ADD CONSTRAINT fk_membership_team_id FOREIGN KEY (team_id) REFERENCES public.team(id);
ALTER TABLE ONLY public.membership
    ADD CONSTRAINT fk_membership_user_id FOREIGN KEY (user_id) REFERENCES public."user"(id);
ALTER TABLE ONLY public.membership
    ADD CONSTRAINT fk_membership_ward_id FOREIGN KEY (ward_id) REFERENCES public.ward(id);
ALTER TABLE ONLY public.merchant
    ADD CONSTRAINT fk_merchant_neighbourhood_id FOREIGN KEY (neighbourhood_id) REFERENCES public.neighbourhood(id);
ALTER TABLE ONLY public.merchant
    ADD CONSTRAINT fk_merchant_place_id FOREIGN KEY (place_id) REFERENCES public.place(id);
ALTER TABLE ONLY public.merchant
    ADD CONSTRAINT fk_merchant_ward_id FOREIGN KEY (ward_id) REFERENCES public.ward(id);
ALTER TABLE ONLY public.month_edition
    ADD CONSTRAINT fk_month_edition_closed_by_id FOREIGN KEY (closed_by_id) REFERENCES public."user"(id);
ALTER TABLE ONLY public.month_edition
    ADD CONSTRAINT fk_month_edition_reopened_by_id FOREIGN KEY (reopened_by_id) REFERENCES public."user"(id);
ALTER TABLE ONLY public.month_edition
    ADD CONSTRAINT fk_month_edition_ward_id FOREIGN KEY (ward_id) REFERENCES public.ward(id);
ALTER TABLE ONLY public.month_lock
    ADD CONSTRAINT fk_month_lock_closed_by_id FOREIGN KEY (closed_by_id) REFERENCES public."user"(id);
ALTER TABLE ONLY public.month_lock
    ADD CONSTRAINT fk_month_lock_ward_id FOREIGN KEY (ward_id) REFERENCES public.ward(id);
ALTER TABLE ONLY public.month_words
    ADD CONSTRAINT fk_month_words_saved_by_id FOREIGN KEY (saved_by_id) REFERENCES public."user"(id);
ALTER TABLE ONLY public.month_words
    ADD CONSTRAINT fk_month_words_ward_id FOREIGN KEY (ward_id) REFERENCES public.ward(id);
ALTER TABLE ONLY public.neighbourhood
    ADD CONSTRAINT fk_neighbourhood_merged_into_id FOREIGN KEY (merged_into_id) REFERENCES public.neighbourhood(id);
ALTER TABLE ONLY public.neighbourhood
    ADD CONSTRAINT fk_neighbourhood_ward_id FOREIGN KEY (ward_id) REFERENCES public.ward(id);
ALTER TABLE ONLY public.photo_content
    ADD CONSTRAINT fk_photo_content_ward_id_photo_id FOREIGN KEY (ward_id, photo_id) REFERENCES public.photo(ward_id, id);
ALTER TABLE ONLY public.photo
    ADD CONSTRAINT fk_photo_member_id FOREIGN KEY (member_id) REFERENCES public."user"(id);
ALTER TABLE ONLY public.photo
    ADD CONSTRAINT fk_photo_ward_id_entry_id FOREIGN KEY (ward_id, entry_id) REFERENCES public.entry(ward_id, id);
ALTER TABLE ONLY public.place
    ADD CONSTRAINT fk_place_neighbourhood_id FOREIGN KEY (neighbourhood_id) REFERENCES public.neighbourhood(id);
ALTER TABLE ONLY public.place
    ADD CONSTRAINT fk_place_ward_id FOREIGN KEY (ward_id) REFERENCES public.ward(id);
ALTER TABLE ONLY public.population
    ADD CONSTRAINT fk_population_neighbourhood_id FOREIGN KEY (neighbourhood_id) REFERENCES public.neighbourhood(id);
ALTER TABLE ONLY public.population
    ADD CONSTRAINT fk_population_ward_id FOREIGN KEY (ward_id) REFERENCES public.ward(id);
ALTER TABLE ONLY public.report_template
    ADD CONSTRAINT fk_report_template_uploaded_by_id FOREIGN KEY (uploaded_by_id) REFERENCES public."user"(id);
ALTER TABLE ONLY public.report_template
    ADD CONSTRAINT fk_report_template_ward_id FOREIGN KEY (ward_id) REFERENCES public.ward(id);
ALTER TABLE ONLY public.review_event
    ADD CONSTRAINT fk_review_event_actor_id FOREIGN KEY (actor_id) REFERENCES public."user"(id);
ALTER TABLE ONLY public.target
    ADD CONSTRAINT fk_target_neighbourhood_id FOREIGN KEY (neighbourhood_id) REFERENCES public.neighbourhood(id);
ALTER TABLE ONLY public.target
    ADD CONSTRAINT fk_target_team_id FOREIGN KEY (team_id) REFERENCES public.team(id);
ALTER TABLE ONLY public.target
    ADD CONSTRAINT fk_target_ward_id FOREIGN KEY (ward_id) REFERENCES public.ward(id);
ALTER TABLE ONLY public.team_area
    ADD CONSTRAINT fk_team_area_neighbourhood_id FOREIGN KEY (neighbourhood_id) REFERENCES public.neighbourhood(id);
ALTER TABLE ONLY public.team_area
    ADD CONSTRAINT fk_team_area_team_id FOREIGN KEY (team_id) REFERENCES public.team(id);
ALTER TABLE ONLY public.team
    ADD CONSTRAINT fk_team_ward_id FOREIGN KEY (ward_id) REFERENCES public.ward(id);
ALTER TABLE ONLY public.ward
    ADD CONSTRAINT fk_ward_province_id FOREIGN KEY (province_id) REFERENCES public.province(id);
