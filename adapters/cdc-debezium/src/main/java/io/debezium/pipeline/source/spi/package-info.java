/**
 * Debezium's package, for the one class of it that is replaced: the provider's jar comes before
 * Debezium's on the class path.
 */
@NullMarked
package io.debezium.pipeline.source.spi;

import org.jspecify.annotations.NullMarked;
