package dev.holdfast.api.notify;

import dev.holdfast.api.events.EventDocument;
import dev.holdfast.api.outbound.NetworkTrouble;
import dev.holdfast.api.outbound.TrustedAuthorities;
import dev.holdfast.platform.notify.Deliveries.Failure;
import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Authenticator;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.Properties;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;

/** Sends a mail for each event, over one connection; always with TLS. */
final class MailConnection implements SinkConnection {
  private final MailSettings settings;
  private final GuardedSockets sockets;
  private final EventText text;
  private final Duration limit;
  private final ScheduledExecutorService clock;
  private final SSLContext tls;
  private final Session session;
  private @Nullable SMTPTransport open;
  private @Nullable Socket socket;

  MailConnection(
      MailSettings settings,
      GuardedSockets sockets,
      EventText text,
      Duration limit,
      ScheduledExecutorService clock) {
    this.settings = settings;
    this.sockets = sockets;
    this.text = text;
    this.limit = limit;
    this.clock = clock;
    this.tls = TrustedAuthorities.tls(settings.authorities());
    this.session = session(settings, tls);
  }

  private static Session session(MailSettings settings, SSLContext tls) {
    var properties = new Properties();
    properties.put("mail.smtp.host", settings.host());
    properties.put("mail.smtp.port", Integer.toString(settings.port()));
    properties.put("mail.smtp.starttls.enable", Boolean.toString(!settings.tls()));
    properties.put("mail.smtp.starttls.required", Boolean.toString(!settings.tls()));
    // It verifies the certificate; the library would compare it with the name of this machine.
    properties.put("mail.smtp.ssl.checkserveridentity", "false");
    properties.put(
        "mail.smtp.ssl.socketFactory", new StartTls(settings.host(), settings.port(), tls));
    properties.put("mail.smtp.quitwait", "false");
    if (settings.user() == null) {
      return Session.getInstance(properties);
    }
    properties.put("mail.smtp.user", settings.user());
    properties.put("mail.smtp.auth", "true");
    return Session.getInstance(
        properties,
        new Authenticator() {
          @Override
          protected PasswordAuthentication getPasswordAuthentication() {
            return new PasswordAuthentication(settings.user(), settings.password());
          }
        });
  }

  @Override
  public void send(Message message) throws SendFailure {
    ScheduledFuture<?> end = clock.schedule(this::cut, limit.toMillis(), TimeUnit.MILLISECONDS);
    try {
      MimeMessage mail = mail(message);
      transport().sendMessage(mail, mail.getAllRecipients());
    } catch (MessagingException e) {
      close();
      throw end.isDone()
          ? new SendFailure(Failure.OF_SINK, NetworkTrouble.tookTooLong(limit))
          : failure(e);
    } catch (IOException e) {
      close();
      throw new SendFailure(Failure.OF_SINK, NetworkTrouble.words(e, limit));
    } finally {
      end.cancel(false);
    }
  }

  private SMTPTransport transport() throws IOException, MessagingException {
    SMTPTransport transport = open;
    if (transport == null) {
      Socket connected =
          settings.tls()
              ? sockets.connect(settings.host(), settings.port(), tls)
              : sockets.connect(settings.host(), settings.port());
      socket = connected;
      transport = new SMTPTransport(session, null);
      transport.connect(connected);
      open = transport;
    }
    return transport;
  }

  /** With the id by which a receiver knows it again. */
  private static final class EventMail extends MimeMessage {
    private final String id;

    EventMail(Session session, String id) {
      super(session);
      this.id = id;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", id);
    }
  }

  private MimeMessage mail(Message message) throws MessagingException {
    EventDocument event = message.event();
    String from = settings.from().getAddress();
    var mail =
        new EventMail(
            session, "<%s%s>".formatted(message.id(), from.substring(from.lastIndexOf('@'))));
    mail.setFrom(settings.from());
    mail.setRecipients(RecipientType.TO, settings.to().toArray(new Address[0]));
    mail.setSubject(
        "[Holdfast] %s: %s".formatted(event.level(), EventText.title(event)),
        StandardCharsets.UTF_8.name());
    mail.setSentDate(Date.from(event.at()));
    mail.setHeader("Auto-Submitted", "auto-generated");
    mail.setHeader("X-Holdfast-Event", message.id());
    mail.setHeader("X-Holdfast-Kind", event.kind());
    mail.setText(
        EventText.description(event)
            + "\n\n"
            + text.facts(event).stream()
                .map(fact -> "%-12s %s%n".formatted(fact.name() + ":", fact.value()))
                .collect(Collectors.joining()),
        StandardCharsets.UTF_8.name());
    return mail;
  }

  private SendFailure failure(MessagingException trouble) {
    Exception next = trouble;
    while (next != null) {
      switch (next) {
        case AuthenticationFailedException _ -> {
          return new SendFailure(Failure.OF_SINK, "it does not accept the user and the password");
        }
        case SMTPAddressFailedException failed -> {
          return answered(failed.getReturnCode());
        }
        case SMTPSendFailedException failed -> {
          return answered(failed.getReturnCode());
        }
        case IOException failed -> {
          return new SendFailure(Failure.OF_SINK, NetworkTrouble.words(failed, limit));
        }
        default -> next = next instanceof MessagingException m ? m.getNextException() : null;
      }
    }
    return new SendFailure(
        Failure.OF_SINK,
        String.valueOf(trouble.getMessage()).contains("STARTTLS")
            ? "it offers no STARTTLS"
            : "it does not take mail as it should");
  }

  /** What begins with 5 is for good. */
  private static SendFailure answered(int status) {
    return new SendFailure(
        status / 100 == 5 ? Failure.REFUSED : Failure.OF_SINK, "it answers with status " + status);
  }

  private void cut() {
    Socket connected = socket;
    if (connected != null) {
      GuardedSockets.close(connected);
    }
  }

  @Override
  public void close() {
    SMTPTransport transport = open;
    open = null;
    try {
      if (transport != null) {
        transport.close();
      }
    } catch (MessagingException e) {
      // It is closed.
    }
    cut();
  }
}
