package com.gocodealone.dataengineering.application.cdc.delivery;

import com.gocodealone.dataengineering.application.plugin.Engine;
import com.gocodealone.dataengineering.application.plugin.Secrets;
import com.gocodealone.dataengineering.application.plugin.StateStores;

import java.util.function.Supplier;

/**
 * What every delivery needs from its surroundings. Immutable.
 *
 * @param states opened when the first source starts
 * @param secrets what must not reach the disk
 * @param backoff between attempts to run a failing workflow, unless its trigger says otherwise
 */
public record DeliveryRuntime(
        Supplier<StateStores> states, Engine engine, Secrets secrets, Backoff backoff) {}
