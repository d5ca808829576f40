/** What a person can do with the plugin's executable. */
@NullMarked
package com.gocodealone.dataengineering.application.command;

import org.jspecify.annotations.NullMarked;
