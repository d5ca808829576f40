package com.gocodealone.dataengineering.adapters.cdc.dms;

import com.gocodealone.dataengineering.adapters.cdc.tck.CdcProviderContract;
import com.gocodealone.dataengineering.adapters.cdc.tck.SourceFixture;
import com.gocodealone.dataengineering.domain.cdc.CdcProvider;

/** What every provider promises, with moto's Kinesis and a task of the DMS fake. */
final class DmsContractTest extends CdcProviderContract {
    @Override
    protected CdcProvider provider() {
        return new DmsProvider();
    }

    @Override
    protected SourceFixture start() throws Exception {
        return DmsFixture.start();
    }
}
