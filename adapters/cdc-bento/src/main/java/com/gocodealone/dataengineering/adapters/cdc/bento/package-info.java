/** Change data capture with Bento, a stream processor that runs as a process of its own. */
@NullMarked
package com.gocodealone.dataengineering.adapters.cdc.bento;

import org.jspecify.annotations.NullMarked;
