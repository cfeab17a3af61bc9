-- The product's constraints, indexes, functions, triggers, views, comments and grants.
ALTER TABLE teams
  ADD CONSTRAINT teams_name_once UNIQUE (tenant_id, name);
ALTER TABLE users
  ADD CONSTRAINT users_team FOREIGN KEY (tenant_id, team_id) REFERENCES teams (tenant_id, id),
  ADD CONSTRAINT users_email_once UNIQUE (tenant_id, email_key),
  ADD CONSTRAINT users_email_has_at CHECK (position('@' IN email) > 1);
-- teams and users need each other
ALTER TABLE teams
  ADD CONSTRAINT teams_lead FOREIGN KEY (tenant_id, lead_id) REFERENCES users (tenant_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE projects
  ADD CONSTRAINT projects_owner FOREIGN KEY (tenant_id, owner_id) REFERENCES users (tenant_id, id),
  ADD CONSTRAINT projects_budget_has_currency CHECK (budget IS NULL OR currency IS NOT NULL);
ALTER TABLE documents
  ADD CONSTRAINT documents_project FOREIGN KEY (tenant_id, project_id) REFERENCES projects (tenant_id, id),
  ADD CONSTRAINT documents_parent FOREIGN KEY (tenant_id, parent_id) REFERENCES documents (tenant_id, id);
ALTER TABLE attachments
  ADD CONSTRAINT attachments_document FOREIGN KEY (tenant_id, document_id)
    REFERENCES documents (tenant_id, id) ON DELETE CASCADE;
ALTER TABLE orders
  ADD CONSTRAINT orders_user FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id),
  ADD CONSTRAINT orders_number_once UNIQUE (tenant_id, number);
ALTER TABLE order_lines
  ADD CONSTRAINT order_lines_order FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE CASCADE;
ALTER TABLE order_history
  ADD CONSTRAINT order_history_order FOREIGN KEY (tenant_id, order_id)
    REFERENCES orders (tenant_id, id) ON DELETE CASCADE;
ALTER TABLE payments
  ADD CONSTRAINT payments_order FOREIGN KEY (tenant_id, order_id)
    REFERENCES orders (tenant_id, id) ON DELETE CASCADE;

CREATE INDEX users_preferences ON users USING gin (preferences jsonb_path_ops);
CREATE INDEX orders_open ON orders (tenant_id, placed_at DESC) WHERE state IN ('draft', 'placed');
CREATE INDEX orders_user ON orders (tenant_id, user_id) INCLUDE (total);
CREATE INDEX documents_title ON documents (tenant_id, lower(title) text_pattern_ops);
CREATE INDEX documents_project ON documents (tenant_id, project_id);
CREATE INDEX order_history_order ON order_history (tenant_id, order_id);
CREATE INDEX payments_order ON payments (tenant_id, order_id);
CREATE INDEX events_kind ON events (tenant_id, kind, occurred_at);
CREATE INDEX login_attempts_at ON login_attempts USING brin (at);
CREATE STATISTICS orders_where (dependencies) ON country, currency FROM orders;

CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.updated_at := clock_timestamp();
  RETURN NEW;
END
$$;
CREATE TRIGGER touch BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();
CREATE TRIGGER touch BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION touch();
CREATE TRIGGER touch BEFORE UPDATE ON documents FOR EACH ROW EXECUTE FUNCTION touch();

-- finds its table by the trigger's schema, whatever that is called
CREATE FUNCTION keep_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('INSERT INTO %I.order_history (tenant_id, order_id, state) VALUES ($1, $2, $3)', TG_TABLE_SCHEMA)
    USING NEW.tenant_id, NEW.id, NEW.state;
  RETURN NULL;
END
$$;
CREATE TRIGGER keep_history AFTER INSERT OR UPDATE OF state ON orders
  FOR EACH ROW EXECUTE FUNCTION keep_history();

CREATE VIEW order_totals AS
  SELECT o.tenant_id, o.id, o.number, count(l.*) AS lines, coalesce(sum(l.line_total), 0) AS total
  FROM orders o LEFT JOIN order_lines l ON l.order_id = o.id
  GROUP BY o.tenant_id, o.id, o.number;

COMMENT ON TABLE orders IS 'What a tenant''s customers ordered; lines are in order_lines';
COMMENT ON COLUMN users.email_key IS 'what the address is compared by';
COMMENT ON VIEW order_totals IS 'recomputed, unlike orders.total';
COMMENT ON TYPE order_state IS 'only ever forward, but for cancelled';
COMMENT ON CONSTRAINT teams_lead ON teams IS 'deferred: a team and its lead arrive together';

DO $$
BEGIN
  EXECUTE format('GRANT USAGE ON SCHEMA %I TO app_rw, reporting', current_schema());
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %I TO app_rw', current_schema());
  EXECUTE format('GRANT USAGE ON ALL SEQUENCES IN SCHEMA %I TO app_rw', current_schema());
END
$$;
GRANT SELECT ON orders, order_totals TO reporting;
GRANT SELECT (tenant_id, id, nickname) ON users TO reporting;

INSERT INTO countries (code, name) VALUES
  ('DE', 'Deutschland'), ('FR', 'France'), ('JP', '日本'), ('PL', 'Polska'), ('TR', 'Türkiye'), ('US', 'United States'), ('CI', 'Côte d''Ivoire');
INSERT INTO currencies (code, name, digits) VALUES
  ('EUR', 'euro', 2), ('USD', 'dollar', 2), ('JPY', '円', 0), ('PLN', 'złoty', 2), ('TND', 'dinar', 3);
