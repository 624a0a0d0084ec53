"""PDUs: the standing, claims, certifications and the audit."""
