package io.registrybridge.status;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/** The pass that was asked for and is not done yet. */
record PassTicket(long id) implements OperationResponseBody {}
