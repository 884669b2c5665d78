// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli;

import dev.joust.cli.frame.Session;
import java.lang.reflect.Constructor;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Makes command classes, which take the session in their one constructor; picocli makes all else. */
final class SessionFactory implements IFactory {
    private final IFactory others = CommandLine.defaultFactory();
    private final Session session;

    SessionFactory(Session session) {
        this.session = session;
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (constructor.getParameterCount() == 1 && constructor.getParameterTypes()[0] == Session.class) {
                constructor.setAccessible(true);
                return type.cast(constructor.newInstance(session));
            }
        }
        return others.create(type);
    }
}
