package com.gocodealone.dataengineering.application.tenancy;

import com.gocodealone.dataengineering.domain.Failure;
import com.gocodealone.dataengineering.domain.config.Doc;
import com.gocodealone.dataengineering.domain.migration.Version;
import com.gocodealone.dataengineering.domain.tenancy.Tenant;

import org.jspecify.annotations.Nullable;

import java.util.regex.Pattern;

/** The keys that choose among the tenants of the registry; those that are given hold together. */
record Selection(
        @Doc("Only tenants whose id is like this: * stands for any text, ? for one character")
                @Nullable String pattern,
        @Doc("Only tenants whose version is below this one, or who have none")
                @Nullable String belowVersion) {

    Selection {
        if (pattern != null && pattern.isBlank()) {
            throw new Failure(Failure.Kind.INVALID, "pattern cannot be empty; * means all");
        }
        if (belowVersion != null) {
            version("below_version", belowVersion);
        }
    }

    private static Version version(String key, String text) {
        try {
            return new Version(text);
        } catch (Failure failure) {
            throw new Failure(Failure.Kind.INVALID, "%s: %s".formatted(key, failure.fact()));
        }
    }

    boolean isGiven() {
        return pattern != null || belowVersion != null;
    }

    boolean includes(Tenant tenant) {
        return isAlike(tenant.id()) && isBelow(tenant.version());
    }

    /** Ids that differ in case only cannot be two tenants, so case does not matter. */
    private boolean isAlike(String id) {
        if (pattern == null) {
            return true;
        }
        String quoted = Pattern.quote(pattern).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
        return Pattern.compile(
                        quoted, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL)
                .matcher(id)
                .matches();
    }

    private boolean isBelow(@Nullable String version) {
        return belowVersion == null
                || version == null
                || new Version(version).compareTo(new Version(belowVersion)) < 0;
    }
}
