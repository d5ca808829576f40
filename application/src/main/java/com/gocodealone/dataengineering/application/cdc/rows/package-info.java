/** What a trigger wants of the rows: which ones, which columns, and in what form. */
@NullMarked
package com.gocodealone.dataengineering.application.cdc.rows;

import org.jspecify.annotations.NullMarked;
