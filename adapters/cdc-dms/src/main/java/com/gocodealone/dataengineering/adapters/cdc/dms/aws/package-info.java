/** How AWS is reached: options, clients, and what a refusal means. */
@NullMarked
package com.gocodealone.dataengineering.adapters.cdc.dms.aws;

import org.jspecify.annotations.NullMarked;
