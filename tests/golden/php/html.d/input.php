<html>
<?php function title($t) { return $t; } ?>
<body class="function fake() {}">
<h1><?= title("x") ?></h1>
<?php foreach ($items as $item): ?>
  <li><?php echo row($item) ?></li>
<?php endforeach; ?>
<?php if ($ok): function row($r) { ?>
  <b><?= title($r) ?></b>
<?php } endif ?>
</body>
