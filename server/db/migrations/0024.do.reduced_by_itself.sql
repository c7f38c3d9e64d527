-- why: a machine that turns out to be too weak for the live map goes over to the reduced drawing by itself. What was a choice between two is one among
-- three; where nobody had chosen the reduced drawing, it is that.
update wall_setting set setting = jsonb_set(setting, '{reduced}', case when setting -> 'reduced' = 'true'::jsonb then '"on"' else '"auto"' end::jsonb);
